using System.Collections.Frozen;
using Drover.LavaWeb.Rpc.Methods;
using Drover.LavaWeb.Rpc.Wire;
using Drover.LavaWeb.Sessions;

namespace Drover.LavaWeb.Rpc;

/// <summary>All methods, and how they are called.</summary>
internal sealed class RpcTable
{
    private readonly FrozenDictionary<string, RpcMethod> _methods;

    public RpcTable()
    {
        RpcMethod[] all =
        [
            .. SystemMethods.All(this),
            .. JobMethods.All,
            .. DeviceMethods.All,
            .. DeviceTypeMethods.All,
            .. WorkerMethods.All,
            .. TagMethods.All,
            .. ResultMethods.All,
            .. OlderMethods.All,
        ];
        _methods = all.ToFrozenDictionary(method => method.Name, StringComparer.Ordinal);
    }

    public IEnumerable<string> Names => _methods.Keys.Order(StringComparer.Ordinal);

    /// <exception cref="RpcFaultException">There is no such method.</exception>
    public RpcMethod Find(string name) => _methods.GetValueOrDefault(name)
        ?? throw new RpcFaultException(RpcFaultException.UnknownMethod, $"method \"{(name.Length <= 100 ? name : name[..100])}\" is not supported; system.listMethods tells those that are.");

    /// <summary>Calls a method.</summary>
    /// <exception cref="RpcFaultException">It is refused.</exception>
    public async Task<object?> CallAsync(RpcCall call, LabSession session)
    {
        var method = Find(call.Method);
        if (call.Arguments.Count > method.Most || call.Arguments.Count < method.Least)
            throw new RpcFaultException(400, $"{method.Name} takes {(method.Least == method.Most ? $"{method.Most}" : $"{method.Least} to {method.Most}")} arguments ({method.Parameters}), not {call.Arguments.Count}.");
        try
        {
            if (method.NeedsUser)
                session.RequireUser();
            return await method.Answer(new RpcRequest(method, call.Arguments, session));
        }
        catch (LabRefusedException e)
        {
            throw new RpcFaultException(e.Status, e.Message);
        }
        catch (DroverException e)
        {
            var refused = LabRefusedException.Of(e);
            throw new RpcFaultException(refused.Status, refused.Message);
        }
    }
}
