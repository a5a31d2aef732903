using System.Globalization;
using System.Text.RegularExpressions;

namespace Drover.Locks.Tests;

/// <summary>
/// Runs one story. After each action all that can be granted is granted, in order; a line <c>=&gt; granted 7, 8</c> below the action
/// must tell just that, and no such line means that nobody is granted. <c>=&gt; refused CODE</c> tells that the action is an error.
/// </summary>
internal sealed partial class LockScenario(string name)
{
    private LockTable _table = Some.Table;
    private long _second;
    private string _outcome = "";
    private string _affected = "";
    private Queue<string>? _rows;

    public void Run(string[] lines)
    {
        var told = true;
        for (var i = 0; i < lines.Length; i++)
        {
            var line = lines[i].Trim();
            if (line.Length == 0 || line[0] == '#')
                continue;
            var place = $"{name}.txt line {i + 1}: {line}";
            if (line.StartsWith("=> ", StringComparison.Ordinal))
            {
                Assert.True(_outcome == line[3..], $"{place}\nbut in truth: {(_outcome.Length == 0 ? "nobody was granted" : _outcome)}");
                told = true;
                continue;
            }

            Assert.True(told || _outcome.Length == 0, $"before {place}\nnobody told: {_outcome}");
            if (line.StartsWith('|'))
            {
                Assert.True(_rows is { Count: > 0 }, $"{place}\nbut the table has no more rows");
                Same(line[1..].Trim(), _rows.Dequeue(), place);
                continue;
            }

            Assert.True(_rows is null or { Count: 0 }, $"before {place}\nthe table has more rows: {_rows?.FirstOrDefault()}");
            told = Check(line, place) || !Act(line, place);
        }

        Assert.True(told || _outcome.Length == 0, $"at the end of {name}.txt nobody told: {_outcome}");
        Assert.True(_rows is null or { Count: 0 }, $"at the end of {name}.txt the table has more rows");
    }

    /// <summary>Lines that only look. True when the line was one.</summary>
    private bool Check(string line, string place)
    {
        if (line == "the table reads")
        {
            _rows = new(_table.Rows().Select(Text));
            return true;
        }

        if (line.StartsWith("this affects ", StringComparison.Ordinal))
        {
            Same(line["this affects ".Length..], _affected, place);
            return true;
        }

        if (Look().Match(line) is not { Success: true } look)
            return false;
        var owner = Number(look.Groups[1].Value);
        var rest = look.Groups[3].Value;
        if (look.Groups[2].Value == "holds")
        {
            Same(rest, (_table.Owned(owner)?.ToString() ?? "no grant") + (_table.IsAbandoned(owner) ? " (abandoned)" : ""), place);
            return true;
        }

        var wait = _table.Explain(owner);
        Assert.True(wait is not null, $"{place}\nbut it does not wait");
        if (look.Groups[2].Value == "finds")
        {
            Same(rest, string.Join("; ", wait.Shortages.Select(s => $"{s.Free} of {s.Candidates} free, needs {s.Minimum}")), place);
            return true;
        }

        var reasons = wait.Blockers.Select(blocker => blocker.Owner).Distinct().Order().Select(id => id.ToString(CultureInfo.InvariantCulture))
            .Concat(wait.Closed.Select(closed => $"{closed.Lock} ({closed.Reason})"))
            .Concat(wait.Pool is { } pool ? [$"a place in pool {pool.Name}"] : []);
        Same(rest, string.Join(", ", reasons), place);
        return true;
    }

    /// <summary>Lines that change the table. True when grants are to be told.</summary>
    private bool Act(string line, string place)
    {
        if (line.StartsWith("at second ", StringComparison.Ordinal))
        {
            _second = Number(line["at second ".Length..]);
            return false;
        }

        try
        {
            _table = Changed(line, place);
            _outcome = GrantAll();
        }
        catch (DroverException refusal)
        {
            _outcome = "refused " + refusal.Code;
        }

        return true;
    }

    private LockTable Changed(string line, string place)
    {
        if (PoolBound().Match(line) is { Success: true } bound)
            return _table.SetCapacity(bound.Groups[1].Value, bound.Groups[2].Value == "no" ? null : (int)Number(bound.Groups[2].Value));
        if (line.EndsWith(" is removed", StringComparison.Ordinal))
        {
            var gone = Lock(line[..^" is removed".Length]);
            var table = _table.RemoveName(gone.Level, gone.Member!, out var affected);
            _affected = string.Join(", ", affected);
            return table;
        }

        if (line.IndexOf(" is closed: ", StringComparison.Ordinal) is > 0 and var closed)
            return _table.Close(Lock(line[..closed]).Level, Lock(line[..closed]).Member!, line[(closed + " is closed: ".Length)..]);
        if (line.EndsWith(" is opened", StringComparison.Ordinal))
            return _table.Open(Lock(line[..^" is opened".Length]).Level, Lock(line[..^" is opened".Length]).Member!);
        var words = line.Split(' ', 2);
        var owner = Number(words[0]);
        return words[1] switch
        {
            "cancels" => _table.Cancel(owner),
            "releases everything" => _table.Release(owner),
            "is abandoned" => _table.Abandon(owner),
            "is broken" => _table.BreakAbandoned(owner),
            var text when After(text, "releases ") is { } locks => _table.Release(owner, locks.Split(", ").Select(Lock)),
            var text when After(text, "downgrades ") is { } locks => _table.Downgrade(owner, locks.Split(", ").Select(Lock)),
            var text when After(text, "keeps only ") is { } locks => _table.Narrow(owner, Set(locks)),
            var text when After(text, "creates ") is { } created => _table.AddOwned(owner, Lock(created).Level, Lock(created).Member!),
            var text when After(text, "wants instead ") is { } locks => _table.Replace(owner, Set(locks)),
            var text when After(text, "gets priority ") is { } priority => _table.ChangePriority(owner, (int)Number(priority)),
            var text when After(text, "owned before the crash ") is { } locks => _table.Restore(owner, Set(locks), "cluster"),
            var text when Wish().Match(text) is { Success: true } wish => _table.Request(new(
                owner, Set(wish.Groups[1].Value),
                wish.Groups[2].Success ? (int)Number(wish.Groups[2].Value) : 0,
                new Timestamp(_second * 1_000_000),
                wish.Groups[3].Success ? wish.Groups[3].Value : "cluster")),
            _ => throw new InvalidOperationException($"{place}\nis no sentence of these stories."),
        };
    }

    private string GrantAll()
    {
        var granted = new List<long>();
        while (_table.NextGrantable is { } next)
        {
            _table = _table.Grant(next.Owner);
            granted.Add(next.Owner);
        }

        return granted.Count == 0 ? "" : "granted " + string.Join(", ", granted);
    }

    private static LockSet Set(string text)
    {
        if (text == "nothing")
            return LockSet.Empty;
        var set = LockSet.Empty;
        foreach (var part in text.Split(", "))
        {
            var mode = part.EndsWith(" exclusive", StringComparison.Ordinal) ? LockMode.Exclusive : LockMode.Shared;
            if (AnyOf().Match(part) is { Success: true } any)
            {
                var names = any.Groups[2].Value.Split(' ').Select(Lock).ToList();
                set = set.WithOpportunistic(names[0].Level, names.Select(candidate => candidate.Member!), mode, (int)Number(any.Groups[1].Value));
                continue;
            }

            if (ChoiceOf().Match(part) is { Success: true } choice)
            {
                var names = choice.Groups[2].Value.Split(' ').Select(Lock).ToList();
                set = set.WithChoice(names[0].Level, names.Select(candidate => candidate.Member!), mode, (int)Number(choice.Groups[1].Value));
                continue;
            }

            var wanted = Lock(part.Split(' ')[0]);
            set = wanted.Member is null ? set.WithAll(wanted.Level, mode) : set.With(wanted.Level, wanted.Member, mode);
        }

        return set;
    }

    private static LockName Lock(string text)
    {
        var parts = text.Split('/', 2);
        return new(parts[0], parts[1] == LockName.WholeLevel ? null : parts[1]);
    }

    private static string Text(LockRow row)
    {
        var owners = string.Join(", ", row.Owners.Select(owner => owner.Abandoned ? $"{owner.Owner} (abandoned)" : $"{owner.Owner}"));
        var pending = string.Join(", ", row.Pending.Select(entry => $"{entry.Owner} {(entry.Mode == LockMode.Shared ? "shared" : "exclusive")}"));
        var mode = row.Mode switch { LockMode.Shared => "shared by ", LockMode.Exclusive => "exclusive by ", _ => "free" };
        return $"{row.FullName} {mode}{owners}" + (pending.Length == 0 ? "" : $", wanted by {pending}");
    }

    private static void Same(string told, string truth, string place) => Assert.True(told == truth, $"{place}\nbut in truth: {truth}");

    private static string? After(string text, string start) => text.StartsWith(start, StringComparison.Ordinal) ? text[start.Length..] : null;

    private static long Number(string text) => long.Parse(text, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"^(\d+) (holds|waits for|finds) (.+)$")]
    private static partial Regex Look();

    [GeneratedRegex(@"^pool (\S+) has (\d+|no) (?:places?|bound)$")]
    private static partial Regex PoolBound();

    [GeneratedRegex(@"^requests (.+?)(?: with priority (-?\d+))?(?: in pool (\S+))?$")]
    private static partial Regex Wish();

    [GeneratedRegex(@"^any (\d+) of (.+) (?:shared|exclusive)$")]
    private static partial Regex AnyOf();

    [GeneratedRegex(@"^(\d+) of (.+) (?:shared|exclusive)$")]
    private static partial Regex ChoiceOf();
}
