using Drover.Services.Cltab;

namespace Drover.Services.Supervision;

/// <summary>What a look at the cltab came to.</summary>
/// <param name="Bytes">Its bytes; none if it does not count.</param>
/// <param name="Stamp">The state that the file was in.</param>
/// <param name="IsSteady">Whether it stayed so while it was read.</param>
/// <param name="Problem">Why it does not count; null if it does.</param>
internal sealed record CltabLook(ReadOnlyMemory<byte> Bytes, FileStamp Stamp, bool IsSteady, CltabException? Problem)
{
    public static CltabLook At(CltabFileFacts facts) => new(facts.Content, facts.Stamp, facts.IsSteady, null);

    public static CltabLook Failed(CltabException problem) => new(default, default, IsSteady: true, problem);

    /// <summary>Whether it shows the file as another look did, and nobody wrote in between.</summary>
    public bool IsSameAs(CltabLook before) => IsSteady && Stamp == before.Stamp && before.Problem is null;

    /// <exception cref="CltabException">It does not count.</exception>
    public CltabDocument Parse(string path) => Problem is null ? CltabParser.Parse(Bytes.Span, path) : throw Problem;
}
