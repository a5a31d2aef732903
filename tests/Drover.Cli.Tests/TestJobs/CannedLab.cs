namespace Drover.Cli.Tests.TestJobs;

/// <summary>Answers of a daemon with a test job.</summary>
internal static class CannedLab
{
    public const string Log = "GET /v1/logs/test-job%2F17";

    /// <summary>The test job 17 in a state.</summary>
    public static string Row(string state, string health = "Unknown", string? device = null, string? group = null) => $$"""
        {"fields":[],"rows":[[[0,17],[0,"{{state}}"],[0,"{{health}}"],[0,"qemu"],{{Cell(device)}},{{Cell(device is null ? null : "w1")}},[0,["kvm"]],[0,1700000000],{{(device is null ? "[3,null]" : "[0,1700000001]")}},
        {{(state == "Finished" ? "[0,1700000043]" : "[3,null]")}},[0,false],{{Cell(group)}}]],"next":null}
        """;

    /// <summary>Results of it: suite, case, result, measurement and unit of each.</summary>
    public static string Results(params string[] cases) => $$"""
        {"fields":[],"rows":[{{string.Join(',', cases.Select((one, i) => one.Split(' ') is [var suite, var name, var result, .. var measured]
            ? $"[[0,\"{i:D3}\"],[0,\"{suite}\"],[0,\"{name}\"],[0,\"{result}\"],{Cell(measured.ElementAtOrDefault(0))},{Cell(measured.ElementAtOrDefault(1))}]" : ""))}}],"next":null}
        """;

    /// <summary>A piece of its log as a frame or a line has it.</summary>
    public static string Piece(int offset, string text) => $$"""{"offset":{{offset}},"next":{{offset + text.Length}},"text":{{System.Text.Json.JsonSerializer.Serialize(text)}}}""";

    /// <summary>A stored line.</summary>
    public static string Line(string message, string level = "target") => $"- {{\"dt\": \"2023-11-14T22:13:21.0\", \"lvl\": \"{level}\", \"msg\": \"{message}\"}}\n";

    private static string Cell(string? text) => text is null ? "[3,null]" : $"[0,\"{text}\"]";
}
