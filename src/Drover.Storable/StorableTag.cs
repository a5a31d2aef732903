namespace Drover.Storable;

/// <summary>The tags of Perl's Storable that this wire knows, and the two bytes before the first.
/// Everything else - blessed objects, code, ties, regular expressions - is refused.</summary>
internal static class StorableTag
{
    /// <summary>Storable's major version 2, with the bit for network byte order.</summary>
    public const byte NetworkOrder = 0x05;

    /// <summary>Minor version that we write. Perl's reader takes any.</summary>
    public const byte Minor = 0x0b;

    public const byte BackReference = 0x00;
    public const byte LongString = 0x01;
    public const byte Array = 0x02;
    public const byte Hash = 0x03;
    public const byte Reference = 0x04;
    public const byte Undef = 0x05;
    public const byte SmallInteger = 0x08;
    public const byte Integer = 0x09;
    public const byte ShortString = 0x0a;
    public const byte SharedUndef = 0x0e;
    public const byte True = 0x0f;
    public const byte False = 0x10;
    public const byte ShortCharacters = 0x17;
    public const byte LongCharacters = 0x18;
    public const byte FlaggedHash = 0x19;
    public const byte UndefElement = 0x1f;

    /// <summary>Flag of a hash: its keys are locked. It means nothing to us.</summary>
    public const byte RestrictedHash = 0x80;

    /// <summary>Flag of a key: its bytes are UTF-8.</summary>
    public const byte KeyIsCharacters = 0x01;

    /// <summary>Flags of a key that leave its layout as it is: characters, once characters, locked value.</summary>
    public const byte KnownKeyFlags = 0x07;
}
