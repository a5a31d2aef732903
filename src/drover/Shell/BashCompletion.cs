using System.Text;
using Drover.Cli.CommandLine;
using Drover.Cli.Listing;

namespace Drover.Cli.Shell;

/// <summary>The completion script for bash: static, so that pressing TAB starts no program.</summary>
internal static class BashCompletion
{
    public static string Script(CommandTree tree)
    {
        var options = new StringBuilder();
        foreach (var command in tree.Root.Subcommands)
        {
            var names = command.Options.Concat(command.Subcommands.SelectMany(s => s.Options)).Concat([tree.Socket, tree.Help]).Select(o => o.Name).Distinct(StringComparer.Ordinal);
            options.Append("        ").Append(command.Name).Append(") options='").AppendJoin(' ', names).Append("' ;;\n");
        }

        return $$"""
            # bash completion for drover; made by 'drover completion bash'
            _drover() {
                local word="${COMP_WORDS[COMP_CWORD]}" before="${COMP_WORDS[COMP_CWORD-1]}" verb='' place=0 i options=''
                local verbs='{{Join(tree.Root.Subcommands.Select(c => c.Name))}}'
                for ((i = 1; i < COMP_CWORD; i++)); do
                    case "${COMP_WORDS[i]}" in
                        --socket) i=$((i + 1)) ;;
                        -*) ;;
                        *) if [[ -z $verb ]]; then verb="${COMP_WORDS[i]}"; else place=$((place + 1)); fi ;;
                    esac
                done
                COMPREPLY=()
                case "$before" in
                    --socket|--file|-f)
                        if [[ $before != -f || $verb == submit ]]; then
                            COMPREPLY=($(compgen -f -- "$word")); return
                        fi ;;
                    --state) COMPREPLY=($(compgen -d -- "$word")); return ;;
                    --output|-o) COMPREPLY=($(compgen -W 'table text json jsonl name' -- "$word")); return ;;
                esac
                if [[ -z $verb && $word != -* ]]; then
                    COMPREPLY=($(compgen -W "$verbs" -- "$word")); return
                fi
                case "$verb" in
                    '') options='--socket --help --version' ;;
            {{options.ToString().TrimEnd('\n')}}
                esac
                if [[ $word == -* ]]; then
                    COMPREPLY=($(compgen -W "$options" -- "$word")); return
                fi
                if [[ $verb == chk && $place -eq 1 ]]; then
                    COMPREPLY=($(compgen -f -- "$word")); return
                fi
                [[ $place -eq 0 ]] || return
                case "$verb" in
                    get|show|fields) COMPREPLY=($(compgen -W '{{Join(ResourceNames.Known.Select(ResourceNames.Plural))}}' -- "$word")) ;;
                    submit) COMPREPLY=($(compgen -W '{{Join(OpcodeNames.Short)}}' -- "$word")) ;;
                    log-level) COMPREPLY=($(compgen -W 'debug information warning error' -- "$word")) ;;
                    drain) COMPREPLY=($(compgen -W 'on off status' -- "$word")) ;;
                    audit) COMPREPLY=($(compgen -W 'verify accept-loss' -- "$word")) ;;
                    chk) COMPREPLY=($(compgen -W 'cltab' -- "$word")) ;;
                    completion) COMPREPLY=($(compgen -W 'bash' -- "$word")) ;;
                    help) COMPREPLY=($(compgen -W "$verbs exit-codes" -- "$word")) ;;
                esac
            }
            complete -F _drover drover

            """;
    }

    private static string Join(IEnumerable<string> words) => string.Join(' ', words);
}
