#pragma once

#include <string>
#include <string_view>

namespace matgrad::examples {

/// Bytes as text that stands in a page in place of an address: "data:image/png;base64,…".
std::string data_uri(std::string_view media_type, std::string_view bytes);

}  // namespace matgrad::examples
