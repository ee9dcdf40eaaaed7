serves() {
  if [[ $ROLE == control-plane ]]; then
    ask --output /dev/null http://127.0.0.1:8080/healthz
  else
    ask "$API_URL/api/v1/nodes/$PRIVATE_IP" | tr -d ' \n' | grep -q '"type":"Ready","status":"True"'
  fi
}
