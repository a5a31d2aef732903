using System.Numerics;

namespace Drover.Jinja.Values;

/// <summary>A value that holds values. It never changes, so it cannot hold itself, and what it weighs is known.</summary>
internal abstract class ContainerValue
{
    /// <summary>What it takes to look at all of it, with all that is inside.</summary>
    public long Weight { get; private set; } = 1;

    /// <summary>How many containers stand in one another, this one included.</summary>
    public int Depth { get; private set; } = 1;

    /// <summary>Python's name of the type.</summary>
    public abstract string TypeName { get; }

    protected void Hold(object? item)
    {
        Weight += item switch
        {
            string text => text.Length + 1,
            ContainerValue container => container.Weight,
            BigInteger number => number.GetByteCount(),
            _ => 1,
        };
        if (item is ContainerValue inner && inner.Depth >= Depth)
            Depth = inner.Depth + 1;
    }
}
