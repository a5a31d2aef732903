using System.Runtime.InteropServices;

namespace Drover.Lava;

/// <summary>Libraries of the machine that the doors cannot do without.</summary>
internal static class SystemLibrary
{
    /// <exception cref="DroverException"><c>LAVA_LIBRARY</c>: the library is not installed; the text names its package.</exception>
    public static void Require(string name, string package)
    {
        if (!NativeLibrary.TryLoad(name, out _))
            throw new DroverException("LAVA_LIBRARY", $"{name} cannot be loaded, and LAVA's workers need it: install the Debian package {package}.");
    }
}
