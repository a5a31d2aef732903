using System.Collections.Immutable;

namespace Drover.Lab.Definitions;

/// <summary>Who hears about a job, and when.</summary>
/// <param name="Status">The word of <c>criteria.status</c>: running, complete, incomplete, canceled, finished or all.</param>
/// <param name="Change">The word of <c>criteria.type</c>, progression or regression; null when any change counts.</param>
/// <param name="Verbosity">verbose, quiet or status-only. Default quiet.</param>
/// <param name="Recipients">People to write to.</param>
/// <param name="Callbacks">Addresses to call.</param>
public sealed record Notification(string Status, string? Change, string Verbosity, ImmutableArray<NotifyRecipient> Recipients, ImmutableArray<NotifyCallback> Callbacks)
{
    internal static Notification Read(Part notify)
    {
        notify.OnlyKeys("notify", "criteria", "verbosity", "compare", "recipients", "callback", "callbacks");
        var criteria = notify.Required("criteria", "say when to notify, as in criteria: {status: finished}");
        criteria.OnlyKeys("criteria", "status", "type", "dependency_query");
        if (notify.Find("callback") is not null && notify.Find("callbacks") is { } both)
            throw both.Error("a job has callback or callbacks, not both: move the one into the list of the others");
        notify.Find("compare")?.OnlyKeys("compare", "query", "blacklist");
        return new Notification(
            criteria.Required("status", "finished, running, complete, incomplete, canceled or all").Word("status", "running", "finished", "complete", "incomplete", "canceled", "all"),
            criteria.Find("type")?.Word("type", "progression", "regression"),
            notify.Find("verbosity")?.Word("verbosity", "verbose", "quiet", "status-only") ?? "quiet",
            [.. notify.Find("recipients")?.Items("recipients").Select(NotifyRecipient.Read) ?? []],
            [.. notify.Find("callbacks")?.Items("callbacks").Select(NotifyCallback.Read) ?? (notify.Find("callback") is { } one ? [NotifyCallback.Read(one)] : [])]);
    }
}
