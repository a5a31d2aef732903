using System.Text.Json;
using Drover.Kernel.Jobs;
using Drover.Kernel.Queries;

namespace Drover.Luxi.Requests.Filters;

/// <summary>ReplaceFilter: <c>[uuid or null, priority, predicates, action, reason trail]</c>; null makes a new filter.</summary>
internal sealed class ReplaceFilterCall(string? uuid, int priority, RawJson predicates, RawJson action, RawJson reason) : LuxiCall
{
    public static LuxiCall Read(Arguments args)
    {
        args.Expect(5);
        var uuid = args.IsNull(0) ? null : args.Text(0);
        var priority = args.Int(1);
        if (priority < 0)
            throw args.Fail($"Invalid value for a filter's priority '{priority}', expected 0 or more");
        return new ReplaceFilterCall(uuid, priority, Predicates(args), Action(args), Reason(args));
    }

    public override async ValueTask<LuxiResult> ExecuteAsync(CallContext context)
    {
        var checkedUuid = uuid is null ? null : FilterUuid.Check(uuid);
        var command = new ReplaceJobFilter(checkedUuid, priority, predicates, action, Trail);
        return LuxiResult.Of(await context.Kernel.ExecuteAsync(command, context.Caller, CancellationToken.None));
    }

    /// <summary>The predicates with their filters in the operators of 3.0.2, so that <c>=</c> becomes <c>==</c>.</summary>
    private static RawJson Predicates(Arguments args)
    {
        var read = new List<(string Subject, QueryFilter Filter)>();
        foreach (var predicate in args.Items(2).EnumerateArray())
        {
            if (predicate.ValueKind != JsonValueKind.Array || predicate.GetArrayLength() != 2
                || predicate[0].ValueKind != JsonValueKind.String || predicate[0].GetString() is not ("jobid" or "opcode" or "reason"))
                throw args.Fail($"malformed FilterPredicate JSON: {PrettyJson.Of(predicate)}");
            try
            {
                read.Add((predicate[0].GetString()!, FilterList.Read(predicate[1])
                    ?? throw args.Fail($"malformed FilterPredicate JSON: {PrettyJson.Of(predicate)}")));
            }
            catch (FilterSyntaxException error)
            {
                throw args.Fail(error.Message);
            }
        }
        return RawJson.Write(writer =>
        {
            writer.WriteStartArray();
            foreach (var (subject, filter) in read)
            {
                writer.WriteStartArray();
                writer.WriteStringValue(subject);
                filter.WriteTo(writer);
                writer.WriteEndArray();
            }
            writer.WriteEndArray();
        });
    }

    private static RawJson Action(Arguments args)
    {
        var action = args[3];
        var isValid = action.ValueKind switch
        {
            JsonValueKind.String => action.GetString() is "ACCEPT" or "PAUSE" or "REJECT" or "CONTINUE",
            JsonValueKind.Array => action.GetArrayLength() == 2
                && action[0].ValueKind == JsonValueKind.String && action[0].ValueEquals("RATE_LIMIT"u8)
                && action[1].ValueKind == JsonValueKind.Number && action[1].TryGetInt32(out var limit) && limit > 0,
            _ => false,
        };
        return isValid ? RawJson.From(action) : throw args.Fail($"malformed FilterAction JSON: {PrettyJson.Of(action)}");
    }

    private static RawJson Reason(Arguments args)
    {
        foreach (var entry in args.Items(4).EnumerateArray())
            if (entry.ValueKind != JsonValueKind.Array || entry.GetArrayLength() != 3
                || entry[0].ValueKind != JsonValueKind.String || entry[1].ValueKind != JsonValueKind.String
                || entry[2].ValueKind != JsonValueKind.Number)
                throw args.Fail("Unable to read Triple");
            else if (entry[0].GetString() is { Length: > 0 } source && NameRule.Problem(source) is { } problem)
                throw args.Fail($"The source of a reason {problem}");
        return RawJson.From(args[4]);
    }

    /// <summary>What the client gave, and an entry of the daemon's own.</summary>
    private RawJson Trail(Timestamp now) => RawJson.Write(writer =>
    {
        writer.WriteStartArray();
        using var given = JsonDocument.Parse(reason.Utf8);
        foreach (var entry in given.RootElement.EnumerateArray())
            entry.WriteTo(writer);
        writer.WriteStartArray();
        writer.WriteStringValue("luxid"u8);
        writer.WriteStringValue(""u8);
        writer.WriteNumberValue(now.Microseconds * 1000);
        writer.WriteEndArray();
        writer.WriteEndArray();
    });
}
