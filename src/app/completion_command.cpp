// SPDX-License-Identifier: Apache-2.0
// fairlead completion SHELL: a completion script made from the command line itself, so that it cannot fall behind.
#include <fmt/format.h>

#include "command.hpp"

namespace fairlead::app {
namespace {

struct Node {
  std::string path;                // "fairlead db check"
  std::vector<std::string> words;  // sub-commands and options
};

void collect(const CLI::App& app, const std::string& path, std::vector<Node>& nodes) {
  Node node{path, {}};
  for (const CLI::App* child : app.get_subcommands([](const CLI::App*) { return true; })) {
    if (!child->get_name().empty()) node.words.push_back(child->get_name());
  }
  const auto add_options = [&](const CLI::App& from) {
    for (const CLI::Option* option : from.get_options()) {
      for (const std::string& name : option->get_lnames()) node.words.push_back("--" + name);
    }
  };
  add_options(app);
  for (const CLI::App* child : app.get_subcommands([](const CLI::App*) { return true; })) {
    if (child->get_name().empty()) add_options(*child);  // an option group
  }
  nodes.push_back(node);
  for (const CLI::App* child : app.get_subcommands([](const CLI::App*) { return true; })) {
    if (!child->get_name().empty()) collect(*child, path + ' ' + child->get_name(), nodes);
  }
}

std::string joined(const std::vector<std::string>& words) { return fmt::format("{}", fmt::join(words, " ")); }

// The longest known command path at the front of the line decides what may follow.
std::string bash_script(const std::vector<Node>& nodes) {
  std::string script =
      "_fairlead() {\n  local path=fairlead word words=''\n  for word in \"${COMP_WORDS[@]:1:COMP_CWORD-1}\"; do\n"
      "    case \"$path $word\" in\n";
  for (const Node& node : nodes) {
    if (node.path != "fairlead") script += fmt::format("      '{}') path='{}' ;;\n", node.path, node.path);
  }
  script += "    esac\n  done\n  case \"$path\" in\n";
  for (const Node& node : nodes) script += fmt::format("    '{}') words='{}' ;;\n", node.path, joined(node.words));
  script +=
      "  esac\n  COMPREPLY=($(compgen -W \"$words\" -- \"${COMP_WORDS[COMP_CWORD]}\"))\n"
      "  [ ${#COMPREPLY[@]} -gt 0 ] || COMPREPLY=($(compgen -f -- \"${COMP_WORDS[COMP_CWORD]}\"))\n}\n"
      "complete -o filenames -F _fairlead fairlead\n";
  return script;
}

std::string fish_script(const std::vector<Node>& nodes) {
  std::string script = "complete -c fairlead -f\n";
  for (const Node& node : nodes) {
    const std::string rest = node.path == "fairlead" ? "" : node.path.substr(9);
    std::string condition;
    if (rest.empty()) {
      condition = "__fish_use_subcommand";
    } else {
      std::string part;
      for (const char c : rest + " ") {
        if (c != ' ') {
          part += c;
          continue;
        }
        condition += (condition.empty() ? "" : "; and ") + std::string("__fish_seen_subcommand_from ") + part;
        part.clear();
      }
    }
    for (const std::string& word : node.words) {
      script += word.starts_with("--") ? fmt::format("complete -c fairlead -n '{}' -l {}\n", condition, word.substr(2))
                                       : fmt::format("complete -c fairlead -n '{}' -a {}\n", condition, word);
    }
  }
  return script;
}

ExitCode print_completion(const CLI::App& app, const std::string& shell) {
  std::vector<Node> nodes;
  collect(app, "fairlead", nodes);
  if (shell == "bash") fmt::print("{}", bash_script(nodes));
  if (shell == "zsh") fmt::print("autoload -U +X bashcompinit && bashcompinit\n{}", bash_script(nodes));
  if (shell == "fish") fmt::print("{}", fish_script(nodes));
  return ExitCode::done;
}

}  // namespace

void add_completion(CLI::App& app, CommandLine& line) {
  auto shell = std::make_shared<std::string>();
  CLI::App* command = app.add_subcommand("completion", "Print a completion script for a shell");
  command->add_option("SHELL", *shell, "bash, zsh or fish")->required()->check(CLI::IsMember({"bash", "zsh", "fish"}));
  command->callback([shell, &app, &line] { line.action = [shell, &app] { return print_completion(app, *shell); }; });
}

}  // namespace fairlead::app
