using System.Text;
using Drover.Lava.Zmq;

namespace Drover.Lava.Curve;

/// <summary>A key of CurveZMQ, as LAVA and pyzmq keep it in files.</summary>
/// <param name="PublicKey">32 bytes in Z85: 40 characters.</param>
/// <param name="SecretKey">The other half, in the same form; null in a file for peers.</param>
public sealed record CurveCertificate(string PublicKey, string? SecretKey)
{
    /// <summary>A new pair of keys.</summary>
    /// <exception cref="DroverException"><c>LAVA_LIBRARY</c>: libzmq is not installed. <c>LAVA_ZMQ</c>: it was built without CURVE.</exception>
    public static unsafe CurveCertificate New()
    {
        SystemLibrary.Require(Zmq.NativeMethods.Library, Zmq.NativeMethods.Package);
        byte* publicKey = stackalloc byte[CurveFile.KeyLength + 1], secretKey = stackalloc byte[CurveFile.KeyLength + 1];
        if (Zmq.NativeMethods.NewKeyPair(publicKey, secretKey) != 0)
            throw ZmqException.Last("A pair of keys cannot be made");
        return new CurveCertificate(Encoding.ASCII.GetString(publicKey, CurveFile.KeyLength), Encoding.ASCII.GetString(secretKey, CurveFile.KeyLength));
    }

    /// <summary>Whether the two halves belong together; true where there is no secret one.</summary>
    internal unsafe bool IsPair()
    {
        if (SecretKey is null)
            return true;
        var publicKey = stackalloc byte[CurveFile.KeyLength + 1];
        fixed (byte* secretKey = Encoding.ASCII.GetBytes(SecretKey + '\0'))
            return Zmq.NativeMethods.PublicKey(publicKey, secretKey) == 0 && Encoding.ASCII.GetString(publicKey, CurveFile.KeyLength) == PublicKey;
    }

    /// <summary>The public half only: a secret never gets into a log.</summary>
    public override string ToString() => $"key {PublicKey}";
}
