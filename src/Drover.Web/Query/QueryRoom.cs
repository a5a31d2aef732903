using System.Text.Json;
using Drover.Kernel;
using Drover.Kernel.Queries;
using Drover.Web.Calls;
using Microsoft.AspNetCore.Http;

namespace Drover.Web.Query;

/// <summary>Lists what there is of a resource.</summary>
public sealed class QueryRoom : IWebRoom
{
    /// <summary>Bytes after which a long answer is sent on.</summary>
    private const int FlushAt = 64 * 1024;

    /// <inheritdoc/>
    public void Map(RouteTable routes)
    {
        routes.Get("/v1/query", Protected.Daemon, ResourcesAsync);
        routes.Get("/v1/query/{resource}", Route.OfPath, RowsAsync);
        routes.Get("/v1/query/{resource}/fields", Route.OfPath, FieldsAsync);
    }

    private static Task ResourcesAsync(Call call)
    {
        call.Parameters();
        return call.AnswerAsync(writer =>
        {
            writer.WriteStartObject();
            writer.WriteStartArray("resources"u8);
            foreach (var resource in call.Kernel.Model.Resources.All)
            {
                writer.WriteStartObject();
                writer.WriteString("name"u8, resource.Name);
                writer.WriteString("doc"u8, resource.Doc);
                writer.WriteEndObject();
            }
            writer.WriteEndArray();
            writer.WriteEndObject();
        });
    }

    private static Task FieldsAsync(Call call)
    {
        call.Parameters();
        var resource = call.Kernel.Model.Resources.Get(call.PathValue("resource"));
        return call.AnswerAsync(writer =>
        {
            writer.WriteStartObject();
            var defaults = resource.DefaultFields;
            WriteFields(writer, resource.DescribeFields(null), defaults);
            writer.WriteEndObject();
        });
    }

    private static async Task RowsAsync(Call call)
    {
        var parameters = call.Parameters("fields", "filter", "sort", "limit", "after");
        var resource = call.Kernel.Model.Resources.Get(call.PathValue("resource"));
        var fields = parameters.Text("fields");
        var columns = Columns(resource, fields);
        var request = new QueryRequest(
            columns,
            parameters.Text("filter") is { } filter ? FilterText.Parse(filter) : null)
        {
            Sort = parameters.Text("sort") is { } sort ? SortKey.Parse(sort) : [],
            Limit = (int?)parameters.Number("limit", 1, int.MaxValue),
            After = parameters.Text("after"),
        };
        // Whoever asks for all columns does not ask for the archive: that takes the name of the field.
        using var context = call.Kernel.Look(call.Caller, fields == "*" ? null : columns);
        var result = await resource.QueryAsync(context, request, call.Aborted);
        await SendAsync(call.Http.Response, result, call.Aborted);
    }

    private static IReadOnlyList<string> Columns(Resource resource, string? fields) => fields switch
    {
        null => resource.DefaultFields,
        "*" => [.. resource.Fields.Select(field => field.Name)],
        _ => fields.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries),
    };

    /// <summary>Writes rows as they go, so that a long listing is not held in memory a second time.</summary>
    private static async Task SendAsync(HttpResponse response, QueryResult result, CancellationToken cancellationToken)
    {
        response.ContentType = "application/json";
        response.Headers.CacheControl = "no-store";
        var body = response.BodyWriter;
        await using var writer = new Utf8JsonWriter(body, JsonAnswer.Options);
        writer.WriteStartObject();
        WriteFields(writer, result.Fields, null);
        writer.WriteStartArray("rows"u8);
        foreach (var row in result.Rows)
        {
            WriteRow(writer, row);
            if (writer.BytesPending < FlushAt)
                continue;
            await writer.FlushAsync(cancellationToken);
            await body.FlushAsync(cancellationToken);
        }
        writer.WriteEndArray();
        writer.WriteString("next"u8, result.Next);
        writer.WriteEndObject();
        await writer.FlushAsync(cancellationToken);
        await body.FlushAsync(cancellationToken);
    }

    private static void WriteRow(Utf8JsonWriter writer, FieldValue[] row)
    {
        writer.WriteStartArray();
        foreach (ref readonly var cell in row.AsSpan())
        {
            writer.WriteStartArray();
            writer.WriteNumberValue((int)cell.Status);
            cell.WriteTo(writer);
            writer.WriteEndArray();
        }
        writer.WriteEndArray();
    }

    private static void WriteFields(Utf8JsonWriter writer, IReadOnlyList<FieldDefinition> fields, IReadOnlyList<string>? defaults)
    {
        writer.WriteStartArray("fields"u8);
        foreach (var field in fields)
        {
            if (defaults is null)
            {
                field.WriteTo(writer);
                continue;
            }
            writer.WriteStartObject();
            writer.WriteString("name"u8, field.Name);
            writer.WriteString("title"u8, field.Title);
            writer.WriteString("kind"u8, field.Kind.ToString().ToLowerInvariant());
            writer.WriteString("doc"u8, field.Doc);
            writer.WriteBoolean("default"u8, defaults.Contains(field.Name));
            writer.WriteString("visible_to"u8, field.Visibility.ToString().ToLowerInvariant());
            writer.WriteEndObject();
        }
        writer.WriteEndArray();
    }
}
