namespace Drover.Cli.Shell;

/// <summary>What shells are told once: to ask this program what may stand at the cursor.</summary>
internal static class CompletionScripts
{
    /// <summary>bash takes a word apart at = and :, so that it gets only what follows the last of them.</summary>
    public const string Bash = """
        # bash completion for drover; made by 'drover completion bash'
        _drover() {
            local IFS=$'\n' program="${COMP_WORDS[0]}" line
            COMPREPLY=()
            while read -r line; do
                case "$line" in
                    :files) compopt -o filenames 2>/dev/null || true; COMPREPLY+=($(compgen -f -- "${COMP_WORDS[COMP_CWORD]}")) ;;
                    :directories) compopt -o filenames 2>/dev/null || true; COMPREPLY+=($(compgen -d -- "${COMP_WORDS[COMP_CWORD]}")) ;;
                    # A name may be anything: what a shell would take as its own is quoted, so that it stays a name.
                    *[!A-Za-z0-9_.,:=/@%+~-]*) COMPREPLY+=("$(printf '%q' "$line")") ;;
                    *) COMPREPLY+=("$line") ;;
                esac
            done < <("${program/#\~/$HOME}" __complete bash "${COMP_WORDS[@]:1:COMP_CWORD}" 2>/dev/null)
            if [[ ${#COMPREPLY[@]} -eq 1 && ${COMPREPLY[0]} == *[=.] ]]; then compopt -o nospace 2>/dev/null || true; fi
        }
        complete -F _drover drover

        """;

    public const string Zsh = """
        #compdef drover
        # zsh completion for drover; made by 'drover completion zsh'
        _drover() {
            local line word about
            local -a words_ abouts open open_abouts
            while IFS=$'\t' read -r word about; do
                case "$word" in
                    :files) _files ;;
                    :directories) _files -/ ;;
                    *=|*.) open+=("$word"); open_abouts+=("$word${about:+  -- $about}") ;;
                    *) words_+=("$word"); abouts+=("$word${about:+  -- $about}") ;;
                esac
            done < <("${words[1]/#\~/$HOME}" __complete zsh "${(@Q)words[2,CURRENT]}" 2>/dev/null)
            (( ${#words_} )) && compadd -l -d abouts -a words_
            (( ${#open} )) && compadd -S '' -l -d open_abouts -a open
        }
        if [ "$funcstack[1]" = "_drover" ]; then _drover "$@"; else compdef _drover drover; fi

        """;

    public const string Fish = """
        # fish completion for drover; made by 'drover completion fish'
        function __drover_complete
            set -l program (commandline -opc)[1]
            set -l before (commandline -opc)[2..-1]
            set -l word (commandline -ct)
            for line in ($program __complete fish $before "$word" 2>/dev/null)
                switch $line
                    case :files
                        __fish_complete_path $word
                    case :directories
                        __fish_complete_directories $word
                    case '*'
                        echo $line
                end
            end
        end
        complete -c drover -f -a '(__drover_complete)'

        """;
}
