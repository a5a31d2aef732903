using System.Text;
using Drover.Lava.Zmq;
using Microsoft.Extensions.Logging;

namespace Drover.Lava.Curve;

/// <summary>
/// Encryption and keys for the sockets of one context. It is opened before the first of them is bound: without the handler behind it libzmq would take
/// any key.
/// </summary>
public sealed class CurveGuard : IDisposable
{
    private readonly KeyDirectory _directory;
    private readonly ZapHandler _handler;
    private readonly CurveCertificate _server;

    private CurveGuard(ZmqContext context, CurveOptions options, CurveCertificate server, TimeProvider clock, ILogger log)
    {
        _server = server;
        _directory = new KeyDirectory(options, log);
        try
        {
            _handler = new ZapHandler(context, _directory, options.Directory, clock, log);
        }
        catch
        {
            _directory.Dispose();
            throw;
        }
    }

    /// <summary>The public half of the server's key: what workers need.</summary>
    public string ServerKey => _server.PublicKey;

    /// <summary>Keys that are allowed now.</summary>
    public int Count => _directory.Keys.Count;

    internal AllowedKeys Keys => _directory.Keys;

    /// <summary>Reads the certificates and begins to judge keys.</summary>
    /// <exception cref="DroverException"><c>LAVA_CERTIFICATE</c>: the directory or the server's certificate cannot be read, or its halves do not belong together.
    /// <c>LAVA_LIBRARY</c>: libzmq has no CURVE.</exception>
    public static CurveGuard Open(ZmqContext context, CurveOptions options, TimeProvider clock, ILoggerFactory loggers)
    {
        var log = loggers.CreateLogger(LavaLog.Category);
        if (NativeMethods.Has("curve") == 0)
            throw new DroverException("LAVA_LIBRARY", $"{NativeMethods.Library} was built without CURVE: install the Debian package {NativeMethods.Package}, or switch encryption off.");
        var file = options.ServerFile;
        var server = CurveFile.Read(file);
        if (server.SecretKey is null)
            throw new DroverException("LAVA_CERTIFICATE", $"{file} has no line 'secret-key = \"...\"': the server needs both halves of its key.");
        if (!server.IsPair())
            throw new DroverException("LAVA_CERTIFICATE", $"{file}: the public and the secret key do not belong together.");
        if ((File.GetUnixFileMode(file) & (UnixFileMode.GroupRead | UnixFileMode.OtherRead)) != UnixFileMode.None)
            LavaLog.SecretIsReadable(log, file);
        return new CurveGuard(context, options, server, clock, log);
    }

    /// <summary>Ends the judging. Close the doors first.</summary>
    public void Dispose() => _handler.Dispose();

    /// <summary>Makes a socket one that speaks to allowed keys only. Before its bind.</summary>
    internal void Protect(ZmqSocket socket)
    {
        socket.Set(ZmqOption.CurveServer, 1);
        socket.Set(ZmqOption.CurveSecretKey, Encoding.ASCII.GetBytes(_server.SecretKey!));
        // Without a domain libzmq may leave the handler out.
        socket.Set(ZmqOption.ZapDomain, "drover"u8);
    }
}
