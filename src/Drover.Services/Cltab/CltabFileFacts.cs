namespace Drover.Services.Cltab;

/// <summary>A file as it was opened.</summary>
/// <param name="Owner">User id of its owner.</param>
/// <param name="Mode">Its permission bits.</param>
/// <param name="IsRegular">Whether it is a plain file.</param>
/// <param name="Length">Its length in bytes.</param>
/// <param name="Content">Its bytes.</param>
public sealed record CltabFileFacts(uint Owner, UnixFileMode Mode, bool IsRegular, long Length, ReadOnlyMemory<byte> Content)
{
    /// <summary>Its stamp before it was read.</summary>
    public FileStamp Stamp { get; init; }

    /// <summary>Whether it had the same stamp after it was read. Default true.</summary>
    public bool IsSteady { get; init; } = true;
}
