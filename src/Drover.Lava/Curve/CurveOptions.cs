namespace Drover.Lava.Curve;

/// <summary>Where the keys are, and what they are good for.</summary>
public sealed record CurveOptions
{
    /// <summary>Directory of certificates. There is no default; LAVA's own place is <c>/etc/lava-dispatcher/certificates.d</c>.</summary>
    public required string Directory { get; init; }

    /// <summary>The server's own pair of keys. Default: <c>master.key_secret</c> in <see cref="Directory"/>.</summary>
    public string? ServerCertificate { get; init; }

    /// <summary>Whether a key is good only for the worker that its file is named after (<c>board-7.key</c> for <c>board-7</c>). Default: no, any allowed key may use any name, as LAVA has it.</summary>
    public bool BindNames { get; init; }

    internal string ServerFile => ServerCertificate ?? Path.Combine(Directory, "master" + CurveFile.SecretEnd);
}
