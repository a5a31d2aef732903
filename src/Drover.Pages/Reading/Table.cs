using System.Buffers;
using System.Text.Json;
using Drover.Kernel.Queries;
using Drover.Web.Calls;

namespace Drover.Pages.Reading;

/// <summary>Rows of a query resource.</summary>
/// <param name="Fields">The columns.</param>
/// <param name="Rows">The rows.</param>
/// <param name="Next">Where the next page begins; null at the end.</param>
public sealed record Table(IReadOnlyList<FieldDefinition> Fields, IReadOnlyList<Row> Rows, string? Next)
{
    /// <summary>Asks for rows as the caller may see them.</summary>
    /// <exception cref="DroverException">The filter or the order is not valid, or the caller may not look at the resource.</exception>
    public static async Task<Table> ReadAsync(Call call, string resource, QueryRequest request)
    {
        using var context = call.Kernel.Look(call.Caller, request.Fields);
        return await ReadAsync(call, context, resource, request);
    }

    /// <summary>Asks for rows of a moment.</summary>
    /// <inheritdoc cref="ReadAsync(Call, string, QueryRequest)"/>
    public static async Task<Table> ReadAsync(Call call, QueryContext context, string resource, QueryRequest request)
    {
        var result = await call.Kernel.Model.Resources.Get(resource).QueryAsync(context, request, call.Aborted);
        var rows = new List<Row>(result.Rows.Count);
        var buffer = new ArrayBufferWriter<byte>(4096);
        for (var i = 0; i < result.Rows.Count; i++)
        {
            buffer.ResetWrittenCount();
            await using (var writer = new Utf8JsonWriter(buffer))
                result.WriteObjectTo(writer, i);
            rows.Add(new Row(JsonElement.Parse(buffer.WrittenSpan)));
        }
        return new Table(result.Fields, rows, result.Next);
    }
}
