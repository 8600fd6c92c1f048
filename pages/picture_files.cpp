#include "pages/picture_files.hpp"

#include <filesystem>
#include <variant>

#include "pages/run_program.hpp"
#include "pages/text_file.hpp"

namespace matgrad::pages {
namespace {

const std::string subfolder = "pictures/";

/// A file of the report and its bytes.
void write(const std::string& folder, const std::string& file, const std::string& bytes) {
  std::filesystem::create_directories(folder + "/" + subfolder);
  write_file(folder + "/" + file, bytes);
}

void write_files(const Picture& picture, const std::string& folder) {
  const std::vector<std::string> files = picture_files(picture);
  for (std::size_t i = 0; i < files.size(); ++i) {
    const ProgramResult pdf = run_program({"rsvg-convert", "--format=pdf"}, picture.drawings[i]);
    if (pdf.succeeded() && !pdf.output.empty()) write(folder, files[i], pdf.output);
  }
}

void write_files(const PixelPicture& picture, const std::string& folder) {
  write(folder, picture_files(picture)[0], std::string(picture.png.begin(), picture.png.end()));
}

template <class Other>
void write_files(const Other&, const std::string&) {}

}  // namespace

std::vector<std::string> picture_files(const Picture& picture) {
  std::vector<std::string> files;
  const std::size_t count = picture.drawings.size();
  for (std::size_t i = 0; i < count; ++i)
    files.push_back(subfolder + picture.name + (count > 1 ? "_" + std::to_string(i + 1) : "") + ".pdf");
  return files;
}

std::vector<std::string> picture_files(const PixelPicture& picture) { return {subfolder + picture.name + ".png"}; }

void write_picture_files(const Page& page, const std::string& folder) {
  for (const Section& section : page.sections)
    for (const Block& block : section.blocks)
      std::visit([&folder](const auto& some) { write_files(some, folder); }, block);
}

}  // namespace matgrad::pages
