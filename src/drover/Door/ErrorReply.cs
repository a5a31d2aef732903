using System.Text.Json;
using Drover.Cli.Words;

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
                return FromElement(error, status);
        }
        catch (JsonException)
        {
            // Not our daemon's form of an error: told below by its number.
        }

        return new($"HTTP_{status}", Language.Say("reply.status", status), ExitCode.Failed, Language.Say("reply.status.hint"));
    }

    /// <summary>From <c>{"code","message","field","hint"}</c>, the body of an error or one entry of a submit of many. The message names the place itself; the field is
    /// for programs.</summary>
    /// <param name="status">Status of the answer; an entry of many, which has none of its own, was refused.</param>
    public static CliException FromElement(JsonElement error, int status = 400)
    {
        var code = Text(error, "code") ?? "ERROR";
        var message = Text(error, "message") ?? Language.Say("reply.no-reason");
        return new(code, message, ExitCodeOf(code, status), Text(error, "hint")) { MayPass = status == 503 };
    }

    /// <summary>A defect of the daemon and a store that fails are failures; all else of 4xx and 5xx was turned away before anything was changed.</summary>
    private static int ExitCodeOf(string code, int status) => code switch
    {
        "UNKNOWN_FIELD" => ExitCode.UnknownField,
        "NOT_ALLOWED" => ExitCode.NotAllowed,
        "STORE_FAILED" or "STORE_BROKEN" or "STORE_DAMAGED" or "LOG_FAILED" => ExitCode.Failed,
        _ => status is < 500 or 503 ? ExitCode.Refused : ExitCode.Failed,
    };

    private static string? Text(JsonElement owner, string name) =>
        owner.ValueKind == JsonValueKind.Object && owner.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
