using System.Text.Json;
using System.Text.Json.Nodes;
using Drover.Web.Calls;

namespace Drover.Web.About;

/// <summary>The OpenAPI document of the whole site: that of this room, with what the others describe put in.</summary>
internal static class OpenApiDocument
{
    public static byte[] Of(RouteTable routes)
    {
        var whole = new JsonObject();
        // The room that has the head comes first: readers look for it there.
        foreach (var part in routes.Descriptions.OrderBy(part => !part.ContainsKey("openapi")))
            Merge(whole, part);
        return JsonSerializer.SerializeToUtf8Bytes(whole, DocumentJson.Default.JsonObject);
    }

    private static void Merge(JsonObject into, JsonObject part)
    {
        foreach (var (name, value) in part)
        {
            if (into[name] is JsonObject known && value is JsonObject more)
                Merge(known, more);
            else if (into[name] is JsonArray list && value is JsonArray items)
                foreach (var item in items)
                    list.Add(item?.DeepClone());
            else
                into.Add(name, value?.DeepClone());
        }
    }
}

[System.Text.Json.Serialization.JsonSerializable(typeof(JsonObject))]
internal sealed partial class DocumentJson : System.Text.Json.Serialization.JsonSerializerContext;
