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
internal sealed record FilterVerdict(FilterAction Action, string Reason, ImmutableArray<string> Charges);

/// <summary>Asks the job filters, and the rate limits that jobs carry in their reason trails.</summary>
internal static class JobFilters
{
    private static readonly ConditionalWeakTable<JobFilter, JobFilterRule> s_rules = [];

    /// <summary>Whether the job may leave the queue now.</summary>
    public static FilterVerdict Judge(KernelState state, Job job)
    {
        var charges = AdHocLimits(job);
        foreach (var charge in charges)
            if (state.Queue.ChargeCounts.GetValueOrDefault(charge) >= LimitOf(charge))
                return new FilterVerdict(FilterAction.Hold, $"the rate limit '{charge}' of its reason trail is used up", []);

        if (state.Objects.Count(JobFilter.Kind) == 0)
            return new FilterVerdict(FilterAction.Accept, "", charges);
        foreach (var filter in InOrder(state))
        {
            var rule = s_rules.GetValue(filter, f => JobFilterRule.Parse(f.Predicates, f.Action));
            if (rule.Action == FilterAction.Continue || !rule.Matches(job, filter.Watermark))
                continue;
            switch (rule.Action)
            {
                case FilterAction.Hold:
                    return new FilterVerdict(FilterAction.Hold, $"the filter {filter.Uuid} pauses it", []);
                case FilterAction.Reject:
                    return new FilterVerdict(FilterAction.Reject, $"Rejected by the job filter {filter.Uuid}", []);
                case FilterAction.RateLimit:
                    var key = $"filter:{filter.Uuid}";
                    return state.Queue.ChargeCounts.GetValueOrDefault(key) >= rule.Limit
                        ? new FilterVerdict(FilterAction.Hold, $"the filter {filter.Uuid} lets {rule.Limit} such jobs run together", [])
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
                if (entry[1].ValueKind == JsonValueKind.String && entry[1].GetString() is { } text && LimitOf(text) != int.MaxValue
                    && !found.Contains(text))
                    found = found.Add(text);
        }
        return found;
    }

    /// <summary>Filters in the order in which they are asked.</summary>
    public static IEnumerable<JobFilter> InOrder(KernelState state) =>
        state.Objects.All(JobFilter.Kind).OrderBy(f => f.Priority).ThenBy(f => f.Watermark).ThenBy(f => f.Uuid, StringComparer.Ordinal);

    private static int LimitOf(string text)
    {
        var parts = text.Split(':', 3);
        return parts.Length == 3 && parts[0] == "rate-limit"
            && int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out var limit) && limit > 0
            ? limit
            : int.MaxValue;
    }
}
