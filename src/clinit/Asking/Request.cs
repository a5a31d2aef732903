using Drover.Clinit.Arguments;
using Drover.Storable;

namespace Drover.Clinit.Asking;

/// <summary>What is sent to the daemon.</summary>
internal sealed record Request(string Group, string Level, bool Waits)
{
    public static Request Of(Invocation call) => call.Deed switch
    {
        // The daemon looks at the level only; a group there must be.
        Deed.Shutdown => new("::ALL::", ":::SHUTDOWN:::", Waits: false),
        Deed.Reread => new("::ALL::", "::REREAD::", Waits: false),
        _ => new(call.Group ?? HostName(), call.Level, call.Waits),
    };

    /// <summary>The frame. A daemon that does not know <c>wait</c> passes over it.</summary>
    public ReadOnlyMemory<byte> ToFrame()
    {
        List<KeyValuePair<string, StorableValue>> pairs = [new("group", StorableText.Of(Group)), new("level", StorableText.Of(Level))];
        if (Waits)
            pairs.Add(new("wait", new StorableInteger(1)));
        return Frame.Of(new StorableArray([new StorableReference(new StorableHash(pairs))]));
    }

    /// <summary>The whole name, as hostname(1) prints it; Environment.MachineName would cut it at the first dot.</summary>
    private static string HostName() => File.ReadAllText("/proc/sys/kernel/hostname").TrimEnd('\n');
}
