using System.Globalization;
using System.Text;
using Drover.Nodes.TestJobs;

namespace Drover.Agent.TestJobs;

/// <summary>The texts of what runs on the machine for a definition.</summary>
internal static class StepScript
{
    // A report is read as a whole, so it is bounded.
    private const int ReportKilobytes = 4_096;
    private const int MostReports = 200;

    /// <summary>What is given to the agent to run: an environment that holds nothing of the daemon's but the mark of the process.</summary>
    public const string Entrance =
        """exec env -i DROVER_INVOCATION="$DROVER_INVOCATION" PATH="$1/bin:/usr/local/bin:/usr/bin:/bin:/usr/local/sbin:/usr/sbin:/sbin" HOME="$1/work" USER="${USER:-$(id -un)}" SHELL=/bin/sh LANG=C.UTF-8 /bin/sh "$2" """;

    /// <summary>The steps as they are, each a line.</summary>
    public static string Steps(StepSpec spec) => string.Concat(spec.Steps.Select(step => step + "\n"));

    /// <summary>Sets the surroundings, runs the steps, and says what they have left.</summary>
    public static string Frame(StepSpec spec, long job, string steps)
    {
        var text = new StringBuilder();
        // Whoever opens /dev/stdout anew would write over what there is.
        text.Append("chmod 400 /proc/self/fd/1 2>/dev/null\n");
        foreach (var (name, value) in spec.Variables)
            text.Append(CultureInfo.InvariantCulture, $"export {name}={Quoted(value)}\n");
        text.Append(CultureInfo.InvariantCulture, $"export LAVA_JOB_ID={job} TESTRUN_ID={spec.Name}\n");
        text.Append(CultureInfo.InvariantCulture, $"echo '<LAVA_SIGNAL_STARTRUN {spec.Name} {job}_{spec.Name}>'\n");
        text.Append(CultureInfo.InvariantCulture, $"PS4='+ ' /bin/sh -e -x {Quoted(steps)}\nstatus=$?\n");
        text.Append(CultureInfo.InvariantCulture, $"echo '<LAVA_SIGNAL_ENDRUN {spec.Name} {job}_{spec.Name}>'\n");
        foreach (var pattern in spec.Junit)
            text.Append(CultureInfo.InvariantCulture,
                $"find . -type f -size -{ReportKilobytes}k -path {Quoted("./" + pattern)} | sort | head -n {MostReports} | while IFS= read -r file; do echo \"{StepSignals.ReportBegins}${{file#./}}>\"; base64 \"$file\"; echo '{StepSignals.ReportEnds}'; done\n");
        return text.Append("exit $status\n").ToString();
    }

    private static string Quoted(string text) => $"'{text.Replace("'", "'\\''", StringComparison.Ordinal)}'";
}
