using System.Text.Json;

namespace Drover.Cli.Door;

/// <summary>Turns an answer of 4xx or 5xx into the error that the user sees.</summary>
internal static class ErrorReply
{
    public static CliException Read(int status, ReadOnlyMemory<byte> body)
    {
        try
        {
            using var document = JsonDocument.Parse(body);
            if (document.RootElement.ValueKind == JsonValueKind.Object && document.RootElement.TryGetProperty("error", out var error))
                return FromElement(error, mayPass: status == 503);
        }
        catch (JsonException)
        {
            // Not our daemon's form of an error: told below by its number.
        }

        return new($"HTTP_{status}", $"the daemon answered with status {status} and no reason", ExitCode.Failed, "its log may tell more: journalctl -u drover");
    }

    /// <summary>From <c>{"code","message","field","hint"}</c>, the body of an error or one entry of a submit of many. The message names the place itself; the field is
    /// for programs.</summary>
    public static CliException FromElement(JsonElement error, bool mayPass = false)
    {
        var code = Text(error, "code") ?? "ERROR";
        var message = Text(error, "message") ?? "the daemon gave no reason";
        return new(code, message, code == "UNKNOWN_FIELD" ? ExitCode.UnknownField : ExitCode.Failed, Text(error, "hint")) { MayPass = mayPass };
    }

    private static string? Text(JsonElement owner, string name) =>
        owner.ValueKind == JsonValueKind.Object && owner.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
