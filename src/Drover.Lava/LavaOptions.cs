namespace Drover.Lava;

/// <summary>How a setting that makes no sense is refused.</summary>
internal static class LavaOptions
{
    /// <exception cref="DroverException"><c>LAVA_OPTIONS</c>: it does not hold.</exception>
    public static void Require(bool holds, string name, string wanted)
    {
        if (!holds)
            throw new DroverException("LAVA_OPTIONS", $"The LAVA setting {name} must be {wanted}.");
    }
}
