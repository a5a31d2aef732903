using System.Collections.Immutable;
using System.Text.Json;
using Drover.Kernel.Queries;

namespace Drover.Kernel.Jobs.Filters;

/// <summary>What a filter does with a job that it matches.</summary>
public enum FilterAction
{
    /// <summary>The job may leave the queue.</summary>
    Accept,
    /// <summary>The job stays in the queue.</summary>
    Hold,
    /// <summary>The job is canceled.</summary>
    Reject,
    /// <summary>The next rule decides.</summary>
    Continue,
    /// <summary>The job stays in the queue while as many jobs as the limit says have left it by this rule.</summary>
    RateLimit,
}

/// <summary>A job filter, read and checked.</summary>
public sealed class JobFilterRule
{
    private readonly ImmutableArray<(string Subject, QueryFilter Filter)> _predicates;

    private JobFilterRule(ImmutableArray<(string, QueryFilter)> predicates, FilterAction action, int limit)
    {
        _predicates = predicates;
        Action = action;
        Limit = limit;
    }

    /// <summary>What becomes of a job that it fits.</summary>
    public FilterAction Action { get; }

    /// <summary>How many jobs may have left the queue by a <see cref="FilterAction.RateLimit"/> rule.</summary>
    public int Limit { get; }

    /// <summary>Reads predicates and action.</summary>
    /// <exception cref="DroverException">They are malformed: <c>FILTER_PREDICATE</c>, <c>FILTER_ACTION</c>, <c>FILTER_PATTERN</c> or <c>FILTER_SYNTAX</c>.</exception>
    public static JobFilterRule Parse(RawJson predicates, RawJson action)
    {
        var (kind, limit) = ParseAction(action);
        using var document = JsonDocument.Parse(predicates.Utf8);
        if (document.RootElement.ValueKind != JsonValueKind.Array)
            throw new DroverException("FILTER_PREDICATE", $"The predicates must be a list of [subject, filter], got {predicates}.");
        var parsed = ImmutableArray.CreateBuilder<(string, QueryFilter)>();
        foreach (var item in document.RootElement.EnumerateArray())
        {
            if (item.ValueKind != JsonValueKind.Array || item.GetArrayLength() != 2 || item[0].ValueKind != JsonValueKind.String
                || item[0].GetString() is not ("jobid" or "opcode" or "reason"))
                throw new DroverException("FILTER_PREDICATE",
                    $"A predicate must be [\"jobid\", filter], [\"opcode\", filter] or [\"reason\", filter], got {item.GetRawText()}.");
            if (FilterList.Read(item[1]) is not { } filter)
                continue;
            CheckPatterns(filter);
            parsed.Add((item[0].GetString()!, filter));
        }
        return new JobFilterRule(parsed.ToImmutable(), kind, limit);
    }

    /// <summary>Whether all predicates hold for the job.</summary>
    public bool Matches(Job job, long watermark)
    {
        foreach (var (subject, filter) in _predicates)
        {
            var holds = subject switch
            {
                "jobid" => JsonCondition.Holds(filter, field => field == "id" ? FieldValue.Of(job.Id) : default, watermark),
                "opcode" => job.Ops.Any(op => MatchesOpcode(filter, op, watermark)),
                _ => job.Ops.Any(op => MatchesReason(filter, op, watermark)),
            };
            if (!holds)
                return false;
        }
        return true;
    }

    /// <summary>Filters are asked in the writer's turn, so a pattern must run in linear time.</summary>
    private static void CheckPatterns(QueryFilter filter)
    {
        switch (filter)
        {
            case QueryFilter.And and:
                foreach (var part in and.Parts)
                    CheckPatterns(part);
                break;
            case QueryFilter.Or or:
                foreach (var part in or.Parts)
                    CheckPatterns(part);
                break;
            case QueryFilter.Not not:
                CheckPatterns(not.Inner);
                break;
            case QueryFilter.Match { Pattern.Backtracks: { } construct } match:
                throw new DroverException("FILTER_PATTERN",
                    $"The regular expression '{match.Pattern}' of a job filter has {construct}, which may take for ever on some texts. Write it without.");
        }
    }

    private static bool MatchesOpcode(QueryFilter filter, Opcode op, long watermark)
    {
        using var input = JsonDocument.Parse(op.Input.Utf8);
        return JsonCondition.Holds(filter, field => JsonCondition.Value(input.RootElement, field), watermark);
    }

    private static bool MatchesReason(QueryFilter filter, Opcode op, long watermark)
    {
        using var input = JsonDocument.Parse(op.Input.Utf8);
        if (!input.RootElement.TryGetProperty("reason", out var trail) || trail.ValueKind != JsonValueKind.Array)
            return false;
        foreach (var entry in trail.EnumerateArray())
            if (entry.ValueKind == JsonValueKind.Array && entry.GetArrayLength() == 3 && JsonCondition.Holds(filter, field => field switch
            {
                "source" => JsonCondition.Value(entry[0]),
                "reason" => JsonCondition.Value(entry[1]),
                "timestamp" => JsonCondition.Value(entry[2]),
                _ => default,
            }, watermark))
                return true;
        return false;
    }

    private static (FilterAction, int) ParseAction(RawJson action)
    {
        using var document = JsonDocument.Parse(action.Utf8);
        var root = document.RootElement;
        if (root.ValueKind == JsonValueKind.Array && root.GetArrayLength() == 2 && root[0].ValueKind == JsonValueKind.String
            && root[0].GetString() == "RATE_LIMIT" && root[1].ValueKind == JsonValueKind.Number && root[1].TryGetInt32(out var limit) && limit > 0)
            return (FilterAction.RateLimit, limit);
        return (root.ValueKind == JsonValueKind.String ? root.GetString() : null) switch
        {
            "ACCEPT" => (FilterAction.Accept, 0),
            "PAUSE" => (FilterAction.Hold, 0),
            "REJECT" => (FilterAction.Reject, 0),
            "CONTINUE" => (FilterAction.Continue, 0),
            _ => throw new DroverException("FILTER_ACTION",
                $"The action must be \"ACCEPT\", \"PAUSE\", \"REJECT\", \"CONTINUE\" or [\"RATE_LIMIT\", n] with n above 0, got {action}."),
        };
    }
}
