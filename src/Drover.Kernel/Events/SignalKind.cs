using System.Text.Json;

namespace Drover.Kernel.Events;

/// <summary>A declared kind of signals.</summary>
/// <param name="Name">Lower-case words with dashes between them.</param>
/// <param name="Doc">One phrase on what has happened.</param>
/// <param name="Shown">Which members of the payload are shown to whom.</param>
public sealed record SignalKind(string Name, string Doc, Disclosure Shown)
{
    /// <summary>Whether the caller may hear of it at all.</summary>
    internal bool IsFor(Caller caller) =>
        AccessGate.Sees(caller, Shown.IsPublic ? Visibility.Everyone : Visibility.Operators, Protected.Signal, Name);

    /// <summary>The payload as everyone may see it.</summary>
    internal RawJson Reduce(RawJson payload)
    {
        using var document = JsonDocument.Parse(payload.Utf8);
        return RawJson.Write(writer => Shown.Write(writer, document.RootElement, static visibility => visibility == Visibility.Everyone));
    }
}
