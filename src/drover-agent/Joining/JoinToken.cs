namespace Drover.NodeAgent.Joining;

/// <summary>What a new machine is given: a secret, and the hash of the authority by which it knows the master.</summary>
/// <param name="Secret">Shown once.</param>
/// <param name="Fingerprint">SHA-256 of the authority's certificate in lower-case hexadecimal digits.</param>
internal sealed record JoinToken(string Secret, string Fingerprint)
{
    /// <summary>Reads <c>SECRET.FINGERPRINT</c>.</summary>
    /// <exception cref="DroverException"><c>USAGE</c>.</exception>
    public static JoinToken Read(string text)
    {
        var dot = text.IndexOf('.', StringComparison.Ordinal);
        return dot > 0 && SecretHash.IsHash(text[(dot + 1)..])
            ? new JoinToken(text[..dot], text[(dot + 1)..])
            : throw new DroverException("USAGE", "The token is not whole: it is a secret, a dot, and 64 hexadecimal digits, as 'drover add node' prints it.");
    }
}
