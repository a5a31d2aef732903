using System.Globalization;
using Drover.Kernel.Events;
using Drover.Kernel.Jobs;

namespace Drover.Kernel.Tests.Jobs;

/// <summary>Lines that only look.</summary>
internal sealed partial class JobScenario
{
    /// <summary>What a line tells and what is true; null when the line is none that looks.</summary>
    private (string Told, string Truth)? Truth(string line)
    {
        if (After(line, "the refusal says ") is { } words)
            return (words, Part(words, _refusal));
        if (After(line, "recorded: ") is { } kinds)
            return (kinds, Recorded());
        if (After(line, "submitted in the order ") is { } order)
            return (order, Submitted());
        if (After(line, "there is a note ") is { } note)
            return (note, HasNote(note) ? note : "there is none");
        if (After(line, "there is no note ") is { } none)
            return (none, HasNote(none) ? "there is one" : none);
        return AboutJob().Match(line) is { Success: true } about ? Truth(Number(about.Groups[1].Value), about.Groups[2].Value) : null;
    }

    private (string Told, string Truth)? Truth(long job, string what) => what switch
    {
        "is asked to stop" => (what, kernel.State.Unfinished(job)?.CancelRequested is null ? "nobody asked it" : what),
        _ when After(what, "holds ") is { } locks => (locks, (kernel.State.Locks.Owned(job)?.ToString() ?? "nothing") + (kernel.State.Locks.IsAbandoned(job) ? " (abandoned)" : "")),
        _ when After(what, "waits for ") is { } reasons => (reasons, WaitsFor(job)),
        _ when After(what, "is held: ") is { } reason => (reason, kernel.State.Queue.Held.GetValueOrDefault(job)?.Reason ?? "it is not held"),
        _ when After(what, "consists of ") is { } states => (states, string.Join(", ", kernel.Inner.Stored(job).Ops.Select(op => op.Status.Name()))),
        _ when After(what, "says ") is { } words => (words, Part(words, string.Join(' ', kernel.Inner.Stored(job).Ops.Select(op => op.Result.ToString())))),
        _ when After(what, "was called to ") is { } calls => (calls, string.Join(", ", kernel.Inner.Gate.Calls
            .Where(call => call.Job == job).Select(call => call.Resumed ? "go on" : "begin"))),
        _ => null,
    };

    private string WaitsFor(long job)
    {
        var state = kernel.State;
        if (state.Locks.Explain(job) is { } wait)
            return string.Join(", ", wait.Blockers.Select(blocker => blocker.Owner).Distinct().Order().Select(id => id.ToString(CultureInfo.InvariantCulture))
                .Concat(wait.Pool is { } pool ? [$"a place in pool {pool.Name}"] : []));
        return string.Join(", ", state.Unfinished(job)!.Ops.SelectMany(op => op.Depends).Select(dependency => dependency.JobId)
            .Where(id => state.Unfinished(id) is not null).Distinct());
    }

    /// <summary>Kinds of the records that the last line made.</summary>
    private string Recorded()
    {
        using var reader = kernel.Host.ReadStore();
        return string.Join(", ", reader.Journal(_before).Select(record => record.Kind));
    }

    /// <summary>Ids of the jobs that the last line submitted, in the order of their records.</summary>
    private string Submitted()
    {
        using var reader = kernel.Host.ReadStore();
        var ids = reader.Journal(_before).Select(record => kernel.Host.Model.Codec.Decode(record.Kind, record.Payload.Span))
            .OfType<JobSubmitted>().Select(submitted => submitted.Id).ToList();
        var parts = new List<string>();
        for (var i = 0; i < ids.Count;)
        {
            var end = i;
            while (end + 1 < ids.Count && ids[end + 1] == ids[end] + 1)
                end++;
            parts.Add(end == i ? $"{ids[i]}" : $"{ids[i]} to {ids[end]}");
            i = end + 1;
        }
        return string.Join(", ", parts);
    }

    private bool HasNote(string text) => kernel.State.Objects.Find(NoteOperation.Kind, text) is not null;

    private static string Part(string words, string text) => text.Contains(words, StringComparison.Ordinal) ? words : text;
}
