using System.Collections.Immutable;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Drover.Kernel.State;

namespace Drover.Kernel.Jobs.Filters;

/// <summary>What the filters say about a job that could leave the queue.</summary>
/// <param name="Action">Accept, hold, or reject.</param>
/// <param name="Reason">Why it is held or rejected, in words.</param>
/// <param name="Charges">Rate limits that it uses up when it leaves.</param>
/// <param name="UsedUp">The rate limit that holds it, when it is one.</param>
internal sealed record FilterVerdict(FilterAction Action, string Reason, ImmutableArray<string> Charges, string? UsedUp = null);

/// <summary>Asks the job filters, and the rate limits that jobs carry in their reason trails.</summary>
internal static class JobFilters
{
    private static readonly ConditionalWeakTable<JobFilter, ReadRule> s_rules = [];

    /// <summary>A filter as far as it can be read: one that was stored by another version may hold what this one refuses.</summary>
    private sealed record ReadRule(JobFilterRule? Rule, string? Problem);

    /// <summary>Filters that are passed over because they cannot be read, in words; null when there is none.</summary>
    public static string? Problem(KernelState state) =>
        state.Objects.All(JobFilter.Kind).FirstOrDefault(filter => Rule(filter).Rule is null) is { } broken
            ? $"the job filter {broken.Uuid} is passed over: {Rule(broken).Problem} Replace it or delete it."
            : null;

    /// <summary>Whether the job may leave the queue now.</summary>
    /// <param name="counts">How many jobs use up each rate limit.</param>
    public static FilterVerdict Judge(KernelState state, Job job, ImmutableDictionary<string, int> counts)
    {
        var charges = AdHocLimits(job);
        foreach (var charge in charges)
            if (counts.GetValueOrDefault(charge) >= LimitOf(charge))
                return new FilterVerdict(FilterAction.Hold, $"the rate limit '{charge}' of its reason trail is used up", [], charge);

        if (state.Objects.Count(JobFilter.Kind) == 0)
            return new FilterVerdict(FilterAction.Accept, "", charges);
        foreach (var filter in InOrder(state))
        {
            if (Rule(filter).Rule is not { } rule || rule.Action == FilterAction.Continue || !rule.Matches(job, filter.Watermark))
                continue;
            switch (rule.Action)
            {
                case FilterAction.Hold:
                    return new FilterVerdict(FilterAction.Hold, $"the filter {filter.Uuid} pauses it", []);
                case FilterAction.Reject:
                    return new FilterVerdict(FilterAction.Reject, $"Rejected by the job filter {filter.Uuid}", []);
                case FilterAction.RateLimit:
                    var key = $"filter:{filter.Uuid}";
                    return counts.GetValueOrDefault(key) >= rule.Limit
                        ? new FilterVerdict(FilterAction.Hold, $"the filter {filter.Uuid} lets {rule.Limit} such jobs run together", [], key)
                        : new FilterVerdict(FilterAction.Accept, "", charges.Add(key));
                default:
                    return new FilterVerdict(FilterAction.Accept, "", charges);
            }
        }
        return new FilterVerdict(FilterAction.Accept, "", charges);
    }

    /// <summary>Texts <c>rate-limit:N:label</c> of the job's reason trails: jobs with the same text are limited to N together.</summary>
    public static ImmutableArray<string> AdHocLimits(Job job)
    {
        ImmutableArray<string> found = [];
        foreach (var op in job.Ops)
        {
            if (op.Input.Utf8.Span.IndexOf("rate-limit:"u8) < 0)
                continue;
            using var input = JsonDocument.Parse(op.Input.Utf8);
            if (!input.RootElement.TryGetProperty("reason", out var trail) || trail.ValueKind != JsonValueKind.Array)
                continue;
            foreach (var entry in trail.EnumerateArray())
                if (entry.ValueKind == JsonValueKind.Array && entry.GetArrayLength() > 1
                    && entry[1].ValueKind == JsonValueKind.String && entry[1].GetString() is { } text && LimitOf(text) != int.MaxValue
                    && !found.Contains(text))
                    found = found.Add(text);
        }
        return found;
    }

    /// <summary>Filters in the order in which they are asked.</summary>
    public static IEnumerable<JobFilter> InOrder(KernelState state) =>
        state.Objects.All(JobFilter.Kind).OrderBy(f => f.Priority).ThenBy(f => f.Watermark).ThenBy(f => f.Uuid, StringComparer.Ordinal);

    private static ReadRule Rule(JobFilter filter) => s_rules.GetValue(filter, static filter =>
    {
        try
        {
            return new ReadRule(JobFilterRule.Parse(filter.Predicates, filter.Action), null);
        }
        catch (Exception e) when (e is DroverException or JsonException)
        {
            return new ReadRule(null, e.Message);
        }
    });

    private static int LimitOf(string text)
    {
        var parts = text.Split(':', 3);
        return parts.Length == 3 && parts[0] == "rate-limit"
            && int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out var limit) && limit > 0
            ? limit
            : int.MaxValue;
    }
}
