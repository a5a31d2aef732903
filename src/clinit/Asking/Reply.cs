using Drover.Storable;

namespace Drover.Clinit.Asking;

/// <summary>What the daemon answered.</summary>
/// <param name="Text">Text for people, as the daemon sent it.</param>
/// <param name="IsOk">Whether what was asked for is under way or done.</param>
/// <param name="Code">Short word for programs.</param>
/// <param name="State">State of the group, where it was told.</param>
internal sealed record Reply(string Text, bool IsOk, string Code, string? State = null)
{
    /// <summary>The code of a level change that has begun.</summary>
    public const string Accepted = "accepted";

    /// <summary>Reads a message.</summary>
    /// <param name="message">An array with a reference to a hash.</param>
    /// <param name="isReread">Whether a reread was asked for. An old daemon answers that it knows no such group, and has read the file.</param>
    /// <exception cref="InvalidDataException">It is no reply.</exception>
    public static Reply Read(StorableArray message, bool isReread)
    {
        if (message.Items is not [StorableReference { Target: StorableHash hash }, ..] || Word(hash.Find("msg")) is not { } text)
            throw new InvalidDataException("the message has no 'msg'");
        // Old daemons send a text only. It is one of five.
        return Word(hash.Find("ok")) is { } ok
            ? new Reply(text, ok is not ("" or "0"), Word(hash.Find("code")) ?? "", Word(hash.Find("state")))
            : OfText(text, isReread);
    }

    private static Reply OfText(string text, bool isReread) => text switch
    {
        "level transition started" => new(text, true, Accepted),
        "all groups halting" => new(text, true, "halting"),
        "result unknown" => new(text, false, "bad-request"),
        _ when text.StartsWith("no such group: ", StringComparison.Ordinal) => isReread ? new(text, true, "reread") : new(text, false, "no-such-group"),
        _ when text.StartsWith("entry has duplicate tag: ", StringComparison.Ordinal) => new(text, false, "bad-cltab"),
        _ => new(text, false, "unknown"),
    };

    private static string? Word(StorableValue? value) => value switch
    {
        StorableText text => text.Text,
        StorableInteger number => $"{number.Value}",
        StorableBoolean boolean => boolean.Value ? "1" : "0",
        _ => null,
    };
}
