using System.Text.Json;
using System.Text.RegularExpressions;
using Drover.Acceptance.Running;

namespace Drover.Acceptance.Lab;

/// <summary>A test job of a shell device: one definition, <c>smoke</c>, with steps of a test.</summary>
internal static partial class ShellJob
{
    /// <summary>The job.</summary>
    /// <param name="timeout">How long it may run, such as <c>minutes: 5</c>.</param>
    /// <param name="steps">Its steps.</param>
    internal static string Definition(string timeout, IEnumerable<string> steps) =>
        $"job_name: first\ndevice_type: shell\nvisibility: public\ntimeouts: {{job: {{{timeout}}}}}\nactions:\n- test:\n    definitions:\n    - from: inline\n      name: smoke\n      path: smoke.yaml\n"
        + $"      repository:\n        metadata: {{name: smoke}}\n        run:\n          steps:\n{string.Concat(steps.Select(step => $"          - {JsonSerializer.Serialize(step)}\n"))}";

    /// <summary>What the steps have printed, without the trace of the shell; nothing while there is no log.</summary>
    internal static List<string> Output(HttpDoor http, string id)
    {
        var (status, body) = http.Get($"/v1/logs/test-job%2F{id}");
        return status == 200 ? [.. Target().Matches(body).Select(match => match.Groups["text"].Value).Where(text => !text.StartsWith('+'))] : [];
    }

    [GeneratedRegex(@"""target"", ""msg"": ""(?<text>(\\.|[^""\\])*)""", RegexOptions.ExplicitCapture, 1_000)]
    private static partial Regex Target();
}
