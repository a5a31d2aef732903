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
        return Word(hash.Find("ok")) is { } ok
            ? new Reply(text, ok is not ("" or "0"), Word(hash.Find("code")) ?? "", Word(hash.Find("state")))
            : OfEvent(Word(hash.Find("_dfa_event")), text, isReread);
    }

    /// <summary>Old daemons send neither <c>ok</c> nor <c>code</c>, but the event of their machine that the request led to.</summary>
    private static Reply OfEvent(string? word, string text, bool isReread) => word switch
    {
        "GROUPTOLD" => new(text, true, Accepted),
        "HALTED" => new(text, true, "halting"),
        "CMDERR" => new(text, false, "bad-request"),
        "GROUP_NOK" => isReread ? new(text, true, "reread") : new(text, false, "no-such-group"),
        "CLTAB_NOK" => new(text, false, "bad-cltab"),
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
