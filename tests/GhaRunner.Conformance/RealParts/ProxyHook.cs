namespace GhaRunner.Conformance.RealParts;

/// <summary>
/// Decides what becomes of a request on its way through a <see cref="HttpProxy"/>. What it does before
/// <paramref name="forward"/> happens before the request has its effect; what it does after, before the answer goes back.
/// Requests that come at the same time are in it at the same time.
/// </summary>
/// <param name="request">The request; it can be dropped, or answered falsely.</param>
/// <param name="forward">Lets the service carry the request out, once, and keeps the answer back.</param>
/// <returns>
/// A task, at whose end the caller gets the service's answer, unless the hook has decided otherwise; a request that was not
/// forwarded by then is forwarded.
/// </returns>
public delegate Task ProxyHook(ProxiedRequest request, Func<Task> forward);
