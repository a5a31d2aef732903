using System.Runtime.InteropServices;

namespace Drover.Lava.Zmq;

/// <summary>The entry points of libzmq's C interface that the doors use (zmq(7)).</summary>
internal static unsafe partial class NativeMethods
{
    /// <summary>Name of the library, and of the Debian package that holds it.</summary>
    internal const string Library = "libzmq.so.5", Package = "libzmq5";

    /// <summary>Bytes of a <c>zmq_msg_t</c>.</summary>
    internal const int MessageSize = 64;

    [LibraryImport(Library, EntryPoint = "zmq_errno")]
    internal static partial int Errno();

    [LibraryImport(Library, EntryPoint = "zmq_strerror")]
    internal static partial byte* ErrorText(int errno);

    [LibraryImport(Library, EntryPoint = "zmq_version")]
    internal static partial void Version(out int major, out int minor, out int patch);

    [LibraryImport(Library, EntryPoint = "zmq_has", StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int Has(string capability);

    [LibraryImport(Library, EntryPoint = "zmq_ctx_new")]
    internal static partial nint NewContext();

    [LibraryImport(Library, EntryPoint = "zmq_ctx_set")]
    internal static partial int SetContext(nint context, int option, int value);

    [LibraryImport(Library, EntryPoint = "zmq_ctx_shutdown")]
    internal static partial int ShutDown(nint context);

    [LibraryImport(Library, EntryPoint = "zmq_ctx_term")]
    internal static partial int Terminate(nint context);

    [LibraryImport(Library, EntryPoint = "zmq_socket")]
    internal static partial nint NewSocket(nint context, int type);

    [LibraryImport(Library, EntryPoint = "zmq_close")]
    internal static partial int Close(nint socket);

    [LibraryImport(Library, EntryPoint = "zmq_setsockopt")]
    internal static partial int SetOption(nint socket, int option, void* value, nuint size);

    [LibraryImport(Library, EntryPoint = "zmq_getsockopt")]
    internal static partial int GetOption(nint socket, int option, void* value, nuint* size);

    [LibraryImport(Library, EntryPoint = "zmq_bind", StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int Bind(nint socket, string endpoint);

    [LibraryImport(Library, EntryPoint = "zmq_unbind", StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int Unbind(nint socket, string endpoint);

    [LibraryImport(Library, EntryPoint = "zmq_connect", StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int Connect(nint socket, string endpoint);

    [LibraryImport(Library, EntryPoint = "zmq_socket_monitor", StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int Monitor(nint socket, string endpoint, int events);

    [LibraryImport(Library, EntryPoint = "zmq_poll")]
    internal static partial int Poll(ZmqPollItem* items, int count, nint milliseconds);

    [LibraryImport(Library, EntryPoint = "zmq_send")]
    internal static partial int Send(nint socket, byte* data, nuint size, int flags);

    [LibraryImport(Library, EntryPoint = "zmq_msg_init"), SuppressGCTransition]
    internal static partial int InitMessage(byte* message);

    [LibraryImport(Library, EntryPoint = "zmq_msg_close")]
    internal static partial int CloseMessage(byte* message);

    [LibraryImport(Library, EntryPoint = "zmq_msg_recv")]
    internal static partial int Receive(byte* message, nint socket, int flags);

    [LibraryImport(Library, EntryPoint = "zmq_msg_data"), SuppressGCTransition]
    internal static partial byte* Data(byte* message);

    [LibraryImport(Library, EntryPoint = "zmq_msg_size"), SuppressGCTransition]
    internal static partial nuint Size(byte* message);

    [LibraryImport(Library, EntryPoint = "zmq_msg_more"), SuppressGCTransition]
    internal static partial int More(byte* message);

    [LibraryImport(Library, EntryPoint = "zmq_msg_gets")]
    internal static partial byte* Property(byte* message, byte* name);

    [LibraryImport(Library, EntryPoint = "zmq_curve_keypair")]
    internal static partial int NewKeyPair(byte* publicKey, byte* secretKey);

    [LibraryImport(Library, EntryPoint = "zmq_curve_public")]
    internal static partial int PublicKey(byte* publicKey, byte* secretKey);
}
