/// The documents that are made from declarations, so that they cannot be wrong about them.
#pragma once
#include <filesystem>
#include <string>
#include <vector>

namespace disalign {

/// A document: name of its file and its text.
struct Document {
  std::string file, text;
};

/// PARAMETERS.md, OBSERVABLES.md, MECHANISMS.md and ODD.md. `folder` holds the prose and the coverage
/// they are made with (odd.md, coverage.toml); its parent is the root of the project, whose sources
/// are read for their opening sentences. Throws Error when a file that is named is missing.
std::vector<Document> make_documents(std::filesystem::path const& folder);

/// One thing that the seed paper names, as coverage.toml has it.
struct CoverageRow {
  std::string tag, what;
  std::vector<std::string> rules, code,
      tests;  ///< files from the root, those of the rules included
};
/// Reads docs/coverage.toml. Throws Error with every mistake.
std::vector<CoverageRow> read_coverage(std::filesystem::path const& file);

/// A parameter of the week, of an actor or of the shared tables, in the words of its declaration.
std::string parameters_document();
std::string observables_document();
std::string mechanisms_document(std::filesystem::path const& root,
                                std::vector<CoverageRow> const& coverage);
std::string odd_document(std::filesystem::path const& root, std::string const& prose);

/// Text of a file; throws Error when it cannot be read.
std::string text_of_file(std::filesystem::path const& file);
/// First sentence of the comment that opens a source file.
std::string opening_sentence(std::filesystem::path const& file);
/// Code file of a rule of the week, from the root.
std::string code_file(std::filesystem::path const& root, std::string const& rule);
/// A cell of a Markdown table: bars would end it.
std::string cell_text(std::string text);

/// First line of every document that is made.
inline constexpr char const* made_note =
    "<!-- Made by `disalign documents docs` from the declarations in the code. Do not edit. "
    "-->\n\n";

}  // namespace disalign
