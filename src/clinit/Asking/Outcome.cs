using System.Text.Json;
using Drover.Clinit.Status;
using Drover.Clinit.Terminal;

namespace Drover.Clinit.Asking;

/// <summary>All that is told about one request.</summary>
internal sealed class Outcome(Request request)
{
    public required Reply Reply { get; set; }

    /// <summary>How the change of level ended, where that was waited for.</summary>
    public Reply? Final { get; set; }

    /// <summary>Status of all groups, where it was asked for.</summary>
    public IReadOnlyList<ClstatLine>? Status { get; set; }

    /// <summary>One line of JSON.</summary>
    public string ToJson() => JsonLine.Write(json =>
    {
        Write(json, Reply);
        if (Final is { } final)
        {
            json.WriteStartObject("final");
            json.WriteString("level", request.Level);
            Write(json, final);
            json.WriteEndObject();
        }
        if (Status is { } status)
            Write(json, status);
    });

    private static void Write(Utf8JsonWriter json, Reply reply)
    {
        json.WriteString("msg", reply.Text);
        json.WriteBoolean("ok", reply.IsOk);
        json.WriteString("code", reply.Code);
        if (reply.State is { } state)
            json.WriteString("state", state);
    }

    private static void Write(Utf8JsonWriter json, IReadOnlyList<ClstatLine> status)
    {
        json.WriteStartArray("status");
        foreach (var line in status)
            line.Write(json);
        json.WriteEndArray();
    }
}
