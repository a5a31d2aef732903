using System.Globalization;
using System.Text;
using Drover.Nodes.Services;
using Drover.Services.Groups;
using Drover.Services.Processes;

namespace Drover.Services.Tests.Groups;

/// <summary>One scenario of a file: the lines below a <c>## ID title</c>. The words are explained in testdata/README.md.</summary>
internal sealed class Scenario(string file, int firstLine, string title, IReadOnlyList<string> lines)
{
    private readonly ScenarioWorld _world = new();
    private int _at;

    public string Title { get; } = title;

    public static IEnumerable<Scenario> ReadAll()
    {
        foreach (var path in Directory.GetFiles(Path.Combine(AppContext.BaseDirectory, "testdata"), "*.txt").Order(StringComparer.Ordinal))
        {
            var lines = File.ReadAllLines(path);
            for (var i = 0; i < lines.Length; i++)
                if (lines[i].StartsWith("## ", StringComparison.Ordinal))
                {
                    var body = lines.Skip(i + 1).TakeWhile(l => !l.StartsWith("## ", StringComparison.Ordinal)).ToList();
                    yield return new Scenario(Path.GetFileName(path), i + 2, lines[i][3..], body);
                }
        }
    }

    public void Run()
    {
        for (_at = 0; _at < lines.Count;)
        {
            var start = _at;
            var line = lines[_at++];
            if (line.Length == 0 || line[0] == '#')
                continue;
            Do(line);
            var expected = new List<string>();
            while (_at < lines.Count && lines[_at].StartsWith("  > ", StringComparison.Ordinal))
                expected.Add(lines[_at++][4..]);
            Assert.True(expected.SequenceEqual(_world.Heard, StringComparer.Ordinal),
                $"{file}:{firstLine + start}: {line}\nexpected:\n  > {string.Join("\n  > ", expected)}\nheard:\n  > {string.Join("\n  > ", _world.Heard)}");
            _world.Heard.Clear();
        }
    }

    private void Do(string line)
    {
        var word = line.Split(' ');
        switch (word[0])
        {
            case "cltab:" or "edit:": _world.Load(Block(), apply: false); break;
            case "reread:": _world.Load(Block(), apply: true); break;
            case "tell": _world.Tell(word[1], word.Length > 2 ? line[(word[0].Length + word[1].Length + 2)..] : ""); break;
            case "cancel": _world.Step(word[1], new GroupEvent.Cancel("cancelled by the operator")); break;
            case "halt": _world.Step(word[1], new GroupEvent.Halt()); break;
            case "clear": Clear(word[1]); break;
            case "entry": _world.Step(word[2].Split('/')[0], new GroupEvent.ChangeEntry(word[2].Split('/')[1], Enum.Parse<EntryChange>(word[1], ignoreCase: true))); break;
            case "pass": _world.Pass(Duration(word[1])); break;
            case "runs" or "ends" or "main-ends" or "gone" or "fails" or "ready": Report(word); break;
            case "lives" or "unready" or "left" or "ended": throw new InvalidOperationException($"'{line}' stands below no 'crash'");
            case "crash": Crash(word[1]); break;
            case "see": See(word, line); break;
            default: throw new InvalidOperationException($"{file}: unknown word in '{line}'");
        }
    }

    private string Block()
    {
        var text = new StringBuilder();
        while (_at < lines.Count && lines[_at].StartsWith("  | ", StringComparison.Ordinal))
            text.Append(lines[_at++][4..]).Append('\n');
        return text.ToString();
    }

    private void Report(string[] word)
    {
        foreach (var place in word[1].Split(','))
        {
            var (group, tag) = (place.Split('/')[0], place.Split('/')[1]);
            var run = _world.Process(place).Run;
            if (word[0] is "ends" or "main-ends")
                _world.NoteEnd(group, tag);
            _world.Step(group, word[0] switch
            {
                "runs" => new GroupEvent.ProcessStarted(tag, run, _world.NextPid()),
                "ready" => new GroupEvent.ProcessReady(tag, run),
                "fails" => new GroupEvent.StartFailed(tag, run, string.Join(' ', word[2..])),
                "gone" => new GroupEvent.ProcessGone(tag, run),
                _ => new GroupEvent.ProcessExited(tag, run, Status(word), word[0] == "ends"),
            });
        }
    }

    private static ExitStatus Status(string[] word) => word[2] switch
    {
        "exit" => ExitStatus.Exited(int.Parse(word[3], CultureInfo.InvariantCulture)),
        "signal" => ExitStatus.Killed(int.Parse(word[3], CultureInfo.InvariantCulture)),
        _ => ExitStatus.Unknown,
    };

    private void Clear(string place)
    {
        var parts = place.Split('/');
        _world.Step(parts[0], new GroupEvent.ClearBackoff(parts.Length > 1 ? parts[1] : null));
    }

    /// <summary>The lines below say what the next daemon finds.</summary>
    private void Crash(string group)
    {
        var found = new List<AdoptedProcess>();
        while (_at < lines.Count && lines[_at].StartsWith("  | ", StringComparison.Ordinal))
        {
            var word = lines[_at++][4..].Split(' ');
            found.Add(word[0] switch
            {
                "lives" => _world.Find(group, word[1], _world.NextPid(), AdoptedFate.Lives, ExitStatus.Unknown),
                "unready" => _world.Find(group, word[1], _world.NextPid(), AdoptedFate.Lives, ExitStatus.Unknown) with { IsReady = false },
                "left" => _world.Find(group, word[1], 0, AdoptedFate.LeftSomething, Status(word)),
                _ => _world.Find(group, word[1], 0, AdoptedFate.Ended, Status(word)),
            });
        }

        _world.Restart(group, found);
    }

    private void See(string[] word, string line)
    {
        var rest = line[(word[0].Length + word[1].Length + 2)..];
        var seen = word[1] switch
        {
            "clstat" => $"{word[2]} {_world.Clstat(word[2])}",
            "group" => $"{word[2]} {GroupView.Word(_world[word[2]])}",
            "process" => Describe(word[2]),
            "degraded" => $"{word[2]} {string.Join("; ", GroupView.Degraded(_world[word[2]]))}",
            "plan" => Plan(word),
            _ => throw new InvalidOperationException($"nothing to see in '{line}'"),
        };
        Assert.Equal(rest, seen);
    }

    private string Describe(string place)
    {
        var process = _world.Process(place);
        var text = $"{place} {process.Phase.ToString().ToUpperInvariant()} restarts {process.Restarts}";
        return process.PausedUntil is { } until ? $"{text} paused until {until.TotalSeconds}s" : text;
    }

    private string Plan(string[] word)
    {
        foreach (var line in _world.Plan(word[2], word.Length > 3 ? word[3] : null).ToText().TrimEnd('\n').Split('\n'))
            _world.Heard.Add(line);
        return string.Join(' ', word[2..]);
    }

    private static TimeSpan Duration(string text) => TimeSpan.FromSeconds(double.Parse(text.TrimEnd('s'), CultureInfo.InvariantCulture));
}
