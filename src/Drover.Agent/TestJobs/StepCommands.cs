using System.Collections.Frozen;

namespace Drover.Agent.TestJobs;

/// <summary>Commands for steps, with the names and words that LAVA's have: small scripts that write signals.</summary>
internal static class StepCommands
{
    // What would end a signal or a word of it becomes an underscore.
    private const string Safe =
        """
        safe() {
            case $1 in
                *[!A-Za-z0-9._:/+=,@-]*) printf %s "$1" | tr -c 'A-Za-z0-9._:/+=,@-' _ ;;
                *) printf %s "$1" ;;
            esac
        }

        """;

    public static FrozenDictionary<string, string> All { get; } = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["lava-test-case"] = "#!/bin/sh\n" + Safe +
            """
            usage() {
                echo "usage: lava-test-case NAME --result pass|fail|skip|unknown [--measurement NUMBER [--units UNITS]], or lava-test-case NAME --shell COMMAND..." >&2
                exit 2
            }
            [ $# -ge 2 ] || usage
            name=$(safe "$1"); shift
            if [ "$1" = --shell ]; then
                shift
                [ $# -ge 1 ] || usage
                echo "<LAVA_SIGNAL_STARTTC $name>"
                if [ $# -eq 1 ]; then /bin/sh -c "$1"; else "$@"; fi
                code=$?
                echo "<LAVA_SIGNAL_ENDTC $name>"
                if [ $code -eq 0 ]; then result=pass; else result=fail; fi
                echo "<LAVA_SIGNAL_TESTCASE TEST_CASE_ID=$name RESULT=$result>"
                exit 0
            fi
            result= measured= units=
            while [ $# -gt 0 ]; do
                [ $# -ge 2 ] || usage
                case $1 in
                    --result) result=$(safe "$2") ;;
                    --measurement) measured=" MEASUREMENT=$(safe "$2")" ;;
                    --units) units=" UNITS=$(safe "$2")" ;;
                    --output) ;;
                    *) usage ;;
                esac
                shift 2
            done
            case $result in pass|fail|skip|unknown) ;; *) usage ;; esac
            echo "<LAVA_SIGNAL_TESTCASE TEST_CASE_ID=$name RESULT=$result$measured$units>"

            """,
        ["lava-test-set"] = "#!/bin/sh\n" + Safe +
            """
            case $1 in
                start) [ -n "$2" ] && echo "<LAVA_SIGNAL_TESTSET START $(safe "$2")>" && exit 0 ;;
                stop) echo '<LAVA_SIGNAL_TESTSET STOP>' && exit 0 ;;
            esac
            echo 'usage: lava-test-set start NAME, or lava-test-set stop' >&2
            exit 2

            """,
        ["lava-test-reference"] = "#!/bin/sh\n" + Safe +
            """
            usage() {
                echo 'usage: lava-test-reference NAME --result pass|fail|skip|unknown --reference URL' >&2
                exit 2
            }
            [ $# -eq 5 ] || usage
            name=$(safe "$1"); shift
            result= reference=
            while [ $# -gt 0 ]; do
                case $1 in --result) result=$(safe "$2") ;; --reference) reference=$(safe "$2") ;; *) usage ;; esac
                shift 2
            done
            case $result in pass|fail|skip|unknown) ;; *) usage ;; esac
            echo "<LAVA_SIGNAL_TESTREFERENCE TEST_CASE_ID=$name RESULT=$result REFERENCE=$reference>"

            """,
        ["lava-test-raise"] = "#!/bin/sh\n" +
            """
            message=$(printf '%s' "$*" | tr '\n<>' '   ')
            echo "<LAVA_SIGNAL_TESTRAISE $message>"
            # The job ends here: nothing behind this is to run.
            while :; do sleep 3600; done

            """,
    }.ToFrozenDictionary(StringComparer.Ordinal);
}
