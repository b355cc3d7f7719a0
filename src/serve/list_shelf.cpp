// SPDX-License-Identifier: Apache-2.0
#include "list_shelf.hpp"

namespace fairlead::serve {

Result<std::shared_ptr<desk::ListContent>> read_content(vault::ByteStore& store, const Digest& file,
                                                        desk::ListFormat format, std::string_view mapping) {
  FL_TRY(const std::string text, store.read(file));
  return read_content(text, format, mapping);
}

Result<std::shared_ptr<desk::ListContent>> read_content(std::string_view text, desk::ListFormat format,
                                                        std::string_view mapping) {
  if (format != desk::ListFormat::mapped_csv) {
    FL_TRY(desk::ListContent content, desk::read_list(format, text));
    return std::make_shared<desk::ListContent>(std::move(content));
  }
  FL_TRY(const desk::CsvMapping columns, desk::read_mapping(mapping));
  FL_TRY(desk::ListContent content, desk::read_list(format, text, &columns));
  return std::make_shared<desk::ListContent>(std::move(content));
}

Result<std::shared_ptr<const desk::MatchIndex>> ListShelf::of(const desk::ListSnapshot& snapshot,
                                                              vault::ByteStore& store) {
  const auto lists = lists_.get();
  if (lists) {
    if (const auto found = lists->find(snapshot.body.sha256); found != lists->end()) return found->second;
  }
  FL_TRY(const auto mapping, store.note(snapshot.body.sha256, kMappingNote));
  auto content = read_content(store, snapshot.body.sha256, snapshot.body.format, mapping.value_or(""));
  if (!content) return Failure(content.error().within("list `" + snapshot.body.list + "`"));
  auto index = std::make_shared<const desk::MatchIndex>(*content);
  auto next = lists && lists->size() < kListsMax ? std::make_shared<Lists>(*lists) : std::make_shared<Lists>();
  next->insert_or_assign(snapshot.body.sha256, index);
  lists_.set(std::move(next));
  return index;
}

std::vector<const desk::ListSnapshot*> newest_lists(const desk::Book& book) {
  std::map<std::string_view, const desk::ListSnapshot*> newest;
  for (const auto& [id, versions] : book.lists()) newest[versions->now().body.list] = &versions->now();
  std::vector<const desk::ListSnapshot*> lists;
  for (const auto& [name, snapshot] : newest) lists.push_back(snapshot);
  return lists;
}

}  // namespace fairlead::serve
