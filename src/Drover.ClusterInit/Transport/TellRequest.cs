using Drover.Storable;

namespace Drover.ClusterInit.Transport;

/// <summary>A request: bring a group to a level. Both are plain names here, however Perl sent them.</summary>
/// <param name="Waits">Whether the client stays for a second reply, which says how the change of level ended. Old clients never ask for it.</param>
internal sealed record TellRequest(StorableText Group, StorableText Level, bool Waits = false)
{
    private const string Shutdown = ":::SHUTDOWN:::";

    /// <summary>Whether all groups are to be stopped; the group does not matter then.</summary>
    public bool IsShutdown => Level.Text == Shutdown;

    /// <summary>Whether the cltab is to be read again, in the spelling of the manual or in that of the program.</summary>
    public bool IsReread => Group.Text is ":::ALL:::" or "::ALL::" && Level.Text is ":::REREAD:::" or "::REREAD::";

    /// <summary>Finds the request in a message: an array whose first value refers to a hash. Null when there is none in it.</summary>
    public static TellRequest? Find(StorableArray message, int longestName)
    {
        if (message.Items is not [StorableReference { Target: StorableHash hash }, ..])
            return null;
        var group = Name(hash.Find("group"), longestName);
        var level = Name(hash.Find("level"), longestName);
        return group is { Bytes.IsEmpty: false } && level is not null ? new TellRequest(group, level, IsTrue(hash.Find("wait"))) : null;
    }

    /// <summary>Whether Perl takes the value for true.</summary>
    private static bool IsTrue(StorableValue? value) => value switch
    {
        StorableText text => text.Text is not ("" or "0"),
        StorableInteger number => number.Value != 0,
        StorableBoolean boolean => boolean.Value,
        _ => false,
    };

    /// <summary>A name as Perl would make text of the value.</summary>
    private static StorableText? Name(StorableValue? value, int longest)
    {
        var text = value switch
        {
            StorableText sent => sent,
            StorableInteger number => StorableText.Of(number.Value.ToString(System.Globalization.CultureInfo.InvariantCulture)),
            StorableBoolean yes => StorableText.Of(yes.Value ? "1" : ""),
            _ => null,
        };
        return text is null || text.Bytes.Length > longest ? null : text;
    }
}
