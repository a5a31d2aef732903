using Drover.Nodes.Services;
using P = Drover.NodeWire.Protocol;

namespace Drover.NodeWire.Translation;

/// <summary>Versions of the cluster's cltab as messages.</summary>
public static class ClusterCltabTranslation
{
    /// <summary>A version as a message.</summary>
    public static P.ClusterCltab ToMessage(this ClusterCltab cltab) => new() { Version = cltab.Version, Hash = cltab.Hash, Text = cltab.Text };

    /// <summary>The version of a message.</summary>
    /// <exception cref="DroverException"><c>CLTAB_DAMAGED</c>: the text does not have the hash that came with it.</exception>
    public static ClusterCltab ToCltab(this P.ClusterCltab message)
    {
        var cltab = new ClusterCltab(message.Version, message.Text);
        return cltab.Hash == message.Hash ? cltab
            : throw new DroverException("CLTAB_DAMAGED", $"{cltab.Name} came with another text than it was sent with (SHA-256 {cltab.Hash} and not {message.Hash}).");
    }

    /// <summary>Which version a node has, as a message.</summary>
    public static P.HeldCltab ToMessage(this HeldCltab held)
    {
        var message = new P.HeldCltab { Version = held.Version, Hash = held.Hash };
        message.Overridden.AddRange(held.Overridden);
        return message;
    }

    /// <summary>Which version a node has, of a message.</summary>
    public static HeldCltab ToHeld(this P.HeldCltab message) => new(message.Version, message.Hash, [.. message.Overridden]);
}
