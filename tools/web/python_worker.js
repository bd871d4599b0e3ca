(()=>{var l="cnnkit-python";var n=globalThis,{sizes:m,packages:b,squeezed:g}=n.cnnkitPython,r=Object.values(m).reduce((e,t)=>e+t,0),u=new BroadcastChannel(l),f=n.fetch.bind(n),a=0,p=0;function N(e){a+=e,!(a-p<r/100&&a<r)&&(p=a,u.postMessage({loaded:Math.min(a,r),total:r}))}var T=()=>new TransformStream({transform(e,t){N(e.byteLength),t.enqueue(e)}});async function P(e,t,i){let o=n.DecompressionStream?g[e]:void 0,c=o?new URL(o,t.url??t):t,s=await f(c,i);if(!s.ok||!s.body)throw new Error(`${e}: ${s.status} ${s.statusText}`);let{status:d,statusText:y}=s,h=s.body.pipeThrough(T());if(!o)return new Response(h,{status:d,statusText:y,headers:s.headers});let w={"Content-Type":"application/wasm"};return new Response(h.pipeThrough(new DecompressionStream("gzip")),{status:d,headers:w})}n.fetch=async(e,t)=>{let{pathname:i}=new URL(e.url??e,n.location.href),o=decodeURIComponent(i.split("/").pop()??"");if(!(o in m))return f(e,t);try{return await P(o,e,t)}catch(c){throw u.postMessage({failed:`${o} could not be loaded. Is there a connection?`}),c}};var k=`
import sys
from importlib.abc import MetaPathFinder
sys.path.sort(key=lambda path: path == "")

class NotHere(MetaPathFinder):
    names = {
        "cv2": "OpenCV", "jax": "JAX", "keras": "Keras", "skimage": "scikit-image",
        "tensorflow": "TensorFlow", "torch": "PyTorch", "torchvision": "torchvision",
    }

    def find_spec(self, name, path=None, target=None):
        if name in self.names:
            raise ModuleNotFoundError(
                f"{self.names[name]} is not part of this site, where Python runs in the browser; "
                "the lessons do without it. To use it, install the course on your computer.",
                name=name,
            )

sys.meta_path.append(NotHere())
`,C=n.loadPyodide;n.loadPyodide=async e=>{let t=await C({...e,packages:b});return t.runPython(k,{globals:t.toPy({})}),t};})();
