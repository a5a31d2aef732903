using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Drover.Kernel.Jobs;
using Drover.Luxi.Tests.Host;

namespace Drover.Luxi.Tests.Requests;

/// <summary>Plays what was recorded from the real daemon and compares each answer.</summary>
public sealed partial class RecordedTests
{
    private const int JobsBefore = 2386;

    [Fact]
    public async Task Recorded_requests_get_the_recorded_answers()
    {
        await using var host = await LuxiHost.StartAsync();
        await FillAsync(host);
        var names = new Dictionary<string, string>();
        var problems = new List<string>();
        foreach (var scene in Scenes())
            await PlayAsync(host, scene, names, problems);
        Assert.True(problems.Count == 0, string.Join("\n\n", problems));
    }

    /// <summary>As many jobs as the recorded cluster had; job 9 has a log.</summary>
    private static async Task FillAsync(LuxiHost host)
    {
        const string logging = """[{"OP_ID":"OP_TEST_HELD","duration":0.1,"comment":"one two","reason":[]}]""";
        using var client = host.Connect();
        var jobs = Enumerable.Range(1, JobsBefore).Select(i => i == 9 ? logging : "[]");
        await client.ResultAsync("SubmitManyJobs", $"[[{string.Join(',', jobs)}]]");
        await host.FinishedAsync(9);
    }

    private static async Task PlayAsync(LuxiHost host, List<string> scene, Dictionary<string, string> names, List<string> problems)
    {
        LuxiClient? open = null;
        foreach (var line in scene)
        {
            var text = names.Aggregate(line.Length > 2 ? line[2..] : "", (t, n) => t.Replace($"<{n.Key}>", n.Value, StringComparison.Ordinal));
            if (line[0] == '@')
                await HappenAsync(host, text);
            if (line[0] is '#' or '@')
                continue;
            // Only now: while things happen time may pass, and a connection would be idle.
            var client = open ??= host.Connect();
            switch (line[0])
            {
                case '>':
                    await client.SendBytesAsync([.. Bytes(text), 3]);
                    break;
                case '<':
                    var answer = await client.ReceiveAsync();
                    if (!Fits(JsonDocument.Parse(text).RootElement, answer, names))
                        problems.Add($"{scene[0]}\nexpected {text}\n     got {answer?.GetRawText() ?? "nothing"}");
                    break;
                case '=':
                    if (await client.IsOpenAsync() != (text == "open"))
                        problems.Add($"{scene[0]}\nexpected the connection to be {text} afterwards");
                    break;
            }
        }
        open?.Dispose();
    }

    private static async Task HappenAsync(LuxiHost host, string what)
    {
        var number = long.Parse(what.Split(' ')[1], CultureInfo.InvariantCulture);
        switch (what.Split(' ')[0])
        {
            case "finished":
                await host.PassUntilAsync(() => host.Kernel.State.Jobs[number] is FinishedJob);
                break;
            case "running":
                await host.ReachedAsync(number, JobStatus.Running);
                break;
            case "pass":
                var time = TimeSpan.FromSeconds(number);
                await host.Clock.WaitForSingleTimerAsync(time, CancellationToken.None);
                host.Clock.Advance(time);
                break;
            default:
                throw new InvalidOperationException($"Nobody knows what '{what}' is.");
        }
    }

    private static bool Fits(JsonElement expected, JsonElement? got, Dictionary<string, string> names)
    {
        if (got is not { } actual)
            return false;
        if (expected.ValueKind == JsonValueKind.String && expected.GetString() is { } text && text.StartsWith("<any", StringComparison.Ordinal))
        {
            if (text.Length > 6)
                names[text[5..^1]] = actual.GetString()!;
            return true;
        }
        if (expected.ValueKind != actual.ValueKind)
            return false;
        return expected.ValueKind switch
        {
            JsonValueKind.Array => expected.GetArrayLength() == actual.GetArrayLength()
                && expected.EnumerateArray().Zip(actual.EnumerateArray()).All(pair => Fits(pair.First, pair.Second, names)),
            JsonValueKind.Object => expected.EnumerateObject().Count() == actual.EnumerateObject().Count()
                && expected.EnumerateObject().All(p => actual.TryGetProperty(p.Name, out var value) && Fits(p.Value, value, names)),
            _ => JsonElement.DeepEquals(expected, actual),
        };
    }

    private static byte[] Bytes(string text)
    {
        var bytes = new List<byte>();
        var rest = 0;
        foreach (Match match in ByteEscape().Matches(text))
        {
            bytes.AddRange(Encoding.UTF8.GetBytes(text[rest..match.Index]));
            bytes.Add(Convert.FromHexString(match.Groups[1].Value)[0]);
            rest = match.Index + match.Length;
        }
        bytes.AddRange(Encoding.UTF8.GetBytes(text[rest..]));
        return [.. bytes];
    }

    private static IEnumerable<List<string>> Scenes()
    {
        using var reader = new StreamReader(typeof(RecordedTests).Assembly.GetManifestResourceStream("recorded.txt")!);
        var scene = new List<string>();
        while (reader.ReadLine() is { } line)
        {
            if (line.Length > 0)
                scene.Add(line);
            else
            {
                if (scene.Any(l => l[0] == '>'))
                    yield return scene;
                scene = [];
            }
        }
        yield return scene;
    }

    [GeneratedRegex(@"\\x([0-9a-f]{2})")]
    private static partial Regex ByteEscape();
}
