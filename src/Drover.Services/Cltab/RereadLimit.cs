namespace Drover.Services.Cltab;

/// <summary>How much of what runs a cltab may stop without being confirmed: a part of it, or some entries, whichever is more.</summary>
/// <param name="Percent">Part of the entries that run, 0 to 100. Default 50.</param>
/// <param name="Entries">Entries, however few run. Default 5.</param>
public sealed record RereadLimit(int Percent = 50, int Entries = 5)
{
    /// <summary>Whether so many of so many that run may be stopped.</summary>
    public bool Allows(int stopped, int running) => stopped <= Entries || stopped * 100L <= (long)running * Percent;
}
