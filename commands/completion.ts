import type { Command, Option } from "commander";

export const SHELLS = ["bash", "zsh", "fish"] as const;

export type Shell = (typeof SHELLS)[number];

interface Known {
  readonly name: string;
  readonly description: string;
  readonly options: readonly Option[];
  /** Fixed words that the command takes; empty where it takes files. */
  readonly words: readonly string[];
}

const known = (program: Command): readonly Known[] =>
  program.commands.map((command) => ({
    name: command.name(),
    description: command.description(),
    options: command.options.filter((option) => !option.hidden),
    words: command.registeredArguments.flatMap((argument) => argument.argChoices ?? []),
  }));

const longs = (options: readonly Option[]): readonly string[] => [
  ...options.map((option) => option.long ?? ""),
  "--help",
];

function bash(name: string, commands: readonly Known[]): string {
  const cases = commands.map(({ name: command, options, words }) => {
    const fixed = words.length > 0 ? `words="${words.join(" ")}"` : "files=1";
    return `    ${command}) options="${longs(options).join(" ")}"; ${fixed} ;;`;
  });
  const choices = new Map(commands.flatMap(({ options }) => options).map(({ long, argChoices }) => [long, argChoices]));
  const chosen = [...choices].flatMap(([long, words]) =>
    words === undefined ? [] : [`    ${long}) words="${words.join(" ")}" ;;`],
  );
  return `# bash completion of ${name}: source it, or put it into bash-completion's directory.
_${name}() {
  local current=\${COMP_WORDS[COMP_CWORD]} options="" words="" files=""
  COMPREPLY=()
  if ((COMP_CWORD == 1)); then
    mapfile -t COMPREPLY < <(compgen -W "${commands.map((each) => each.name).join(" ")} --help --version" -- "$current")
    return
  fi
  case \${COMP_WORDS[COMP_CWORD - 1]} in
${chosen.join("\n")}
  esac
  if [[ -n $words ]]; then
    mapfile -t COMPREPLY < <(compgen -W "$words" -- "$current")
    return
  fi
  case \${COMP_WORDS[1]} in
${cases.join("\n")}
  esac
  if [[ $current == -* ]]; then
    mapfile -t COMPREPLY < <(compgen -W "$options" -- "$current")
  elif [[ -n $words ]]; then
    mapfile -t COMPREPLY < <(compgen -W "$words" -- "$current")
  elif [[ -n $files ]]; then
    mapfile -t COMPREPLY < <(compgen -f -- "$current")
  fi
}
complete -F _${name} ${name}
`;
}

const zshText = (text: string): string =>
  text.replaceAll("'", "'\\''").replaceAll("[", "\\[").replaceAll("]", "\\]").replaceAll(":", "\\:");

/** What follows an option: nothing, fixed words, or a file. */
const zshValue = (option: Option): string =>
  option.required ? `:value:${option.argChoices === undefined ? "_files" : `(${option.argChoices.join(" ")})`}` : "";

function zsh(name: string, commands: readonly Known[]): string {
  const list = commands.map(({ name: command, description }) => `    '${command}:${zshText(description)}'`);
  const cases = commands.map(({ name: command, options, words }) => {
    const flags = options.map((option) => `'${option.long}[${zshText(option.description)}]${zshValue(option)}'`);
    const rest = words.length > 0 ? `'*:word:(${words.join(" ")})'` : "'*:file:_files'";
    return `    ${command}) _arguments ${[...flags, "'--help[show help]'", rest].join(" ")} ;;`;
  });
  return `#compdef ${name}
# zsh completion of ${name}: put it into a directory of $fpath as _${name}.
_${name}() {
  local -a commands
  commands=(
${list.join("\n")}
  )
  if ((CURRENT == 2)); then
    _describe command commands
    return
  fi
  case $words[2] in
${cases.join("\n")}
  esac
}
compdef _${name} ${name}
`;
}

const fishText = (text: string): string => text.replaceAll("\\", "\\\\").replaceAll("'", "\\'");

const fishValue = (option: Option): string => {
  if (!option.required) return "";
  return option.argChoices === undefined ? " -r" : ` -x -a '${option.argChoices.join(" ")}'`;
};

function fish(name: string, commands: readonly Known[]): string {
  const lines = commands.flatMap(({ name: command, description, options, words }) => [
    `complete -c ${name} -n __fish_use_subcommand -f -a ${command} -d '${fishText(description)}'`,
    ...options.map(
      (option) =>
        `complete -c ${name} -n '__fish_seen_subcommand_from ${command}' -l ${option.long?.slice(2)} -d '${fishText(option.description)}'${fishValue(option)}`,
    ),
    ...(words.length > 0
      ? [`complete -c ${name} -n '__fish_seen_subcommand_from ${command}' -f -a '${words.join(" ")}'`]
      : []),
  ]);
  return `# fish completion of ${name}: put it into ~/.config/fish/completions/${name}.fish.\n${lines.join("\n")}\n`;
}

const WRITERS: Readonly<Record<Shell, (name: string, commands: readonly Known[]) => string>> = { bash, zsh, fish };

/** The completion script of a shell, from the command line as it is. */
export const completion = (program: Command, shell: Shell): string => WRITERS[shell](program.name(), known(program));
