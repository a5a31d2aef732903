using System.Text.Json;
using Drover.Kernel.Queries;

namespace Drover.Luxi.Requests.Queries;

/// <summary>QueryExports: <c>[nodes, use_locking]</c>. A list of <c>[node, export or null]</c>; in 2.6 an object of lists by node.</summary>
internal sealed class QueryExportsCall(string[] nodes, bool withLocks) : LuxiCall
{
    public static LuxiCall Read(Arguments args)
    {
        args.Expect(2);
        return new QueryExportsCall(args.TextsOrNull(0), args.Bool(1)) { Is26 = args.Is26 };
    }

    public override async ValueTask<LuxiResult> ExecuteAsync(CallContext context)
    {
        if (withLocks)
            throw new LuxiErrorException("OpPrereqError", "Sync queries are not allowed", "wrong_input");
        var resource = context.Kernel.Model.Resources.Get("export");
        // Wrapped, so that a node without exports is no error but gives no row.
        var filter = nodes.Length == 0 ? null : new QueryFilter.And([QueryFilter.AnyOf("node", nodes.Select(n => FieldValue.Of(n)))]);
        var result = await context.QueryAsync(resource.Prepare(new QueryRequest(["node", "export"], filter), context.Caller));
        if (!Is26)
            return LuxiResult.Of(result.WriteValuesTo);
        var all = nodes.Length > 0
            ? nodes
            : [.. (await context.QueryAsync(context.Kernel.Model.Resources.Get("node").Foreign.Prepare(new QueryRequest(["name"]), context.Caller))).Rows.Select(Name)];
        return LuxiResult.Of(writer => WriteByNode(writer, all, result.Rows.ToLookup(Name, StringComparer.Ordinal)));
    }

    private static void WriteByNode(Utf8JsonWriter writer, IReadOnlyList<string> nodes, ILookup<string, FieldValue[]> rows)
    {
        writer.WriteStartObject();
        foreach (var node in nodes)
        {
            writer.WritePropertyName(node);
            if (rows[node].Any(row => row[1].Status is CellStatus.NoData or CellStatus.Offline))
            {
                writer.WriteBooleanValue(false);
                continue;
            }
            writer.WriteStartArray();
            foreach (var row in rows[node])
                row[1].WriteTo(writer);
            writer.WriteEndArray();
        }
        writer.WriteEndObject();
    }

    private static string Name(FieldValue[] row) => row[0].AsText ?? "";
}
