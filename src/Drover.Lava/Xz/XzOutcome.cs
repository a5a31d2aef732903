namespace Drover.Lava.Xz;

/// <summary>How the unpacking of an xz stream ended.</summary>
public enum XzOutcome
{
    /// <summary>It is unpacked; it may be empty.</summary>
    Unpacked,

    /// <summary>It is no xz stream.</summary>
    NotXz,

    /// <summary>It is cut off, or not what its check sum says, or something follows after its end.</summary>
    Damaged,

    /// <summary>It is longer than is allowed.</summary>
    TooLong,

    /// <summary>Its dictionary takes more memory than is allowed.</summary>
    TooMuchMemory,

    /// <summary>It was made with a filter or a check that this liblzma does not know.</summary>
    Unsupported,
}
